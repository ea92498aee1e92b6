"""Texte reçu : encodage, séparateur, lignes ; et la forme comparable des libellés.

Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

import codecs
import csv
import io
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from data.grid import FichierRefuse, Grille, nombre

CELLULE_CSV_MAX = 1_000_000
SEPARATEURS = (";", ",", "\t", "|")
LIGNES_EXAMINEES = 200
LIGNES_D_EN_TETE_POSSIBLES = 30

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLE = re.compile("[\x01-\x08\x0e-\x1f]")
_SENTINELLE = "\x00fin du fichier\x00"


def normalize(texte: str) -> str:
    """Réduit un libellé à sa forme comparable : minuscules sans accents, mots joints par « _ ».

    « N° marché », « Nº MARCHE » et « n°  marché » donnent tous « n_marche ».
    """
    texte = texte.replace("№", "n°").replace("º", "°")
    texte = unicodedata.normalize("NFKC", texte).casefold()
    texte = texte.replace("œ", "oe").replace("æ", "ae")
    sans_accent = unicodedata.normalize("NFKD", texte)
    sans_accent = "".join(lettre for lettre in sans_accent if not unicodedata.combining(lettre))
    return re.sub(r"[\W_]+", "_", sans_accent).strip("_")


def decode(content: bytes) -> str:
    """Décode des octets : marque d'ordre (BOM), UTF-16 sans marque, UTF-8 strict, puis cp1252.

    Lève FichierRefuse si aucun encodage ne convient ou si ce n'est pas du texte.
    """
    bom, codec = next((paire for paire in BOMS if content.startswith(paire[0])), (b"", ""))
    codecs_a_essayer = (codec,) if codec else (*_utf16_sans_bom(content), "utf-8", "cp1252")
    for codec_essaye in codecs_a_essayer:
        try:
            texte = content[len(bom) :].decode(codec_essaye)
        except UnicodeDecodeError:
            continue
        return _check_lisible(texte.lstrip("\ufeff"))
    raise FichierRefuse(
        "est dans un encodage inconnu, ou tronqué. Réexportez-le depuis le logiciel d'origine en "
        "choisissant l'encodage UTF-8."
    )


def _utf16_sans_bom(content: bytes) -> tuple[str, ...]:
    """Un texte français en UTF-16 a un octet nul sur deux, toujours du même côté."""
    debut = content[:4096]
    pairs, impairs = debut[0::2].count(0), debut[1::2].count(0)
    moitie = len(debut) // 2
    if impairs > moitie * 0.8 and pairs < moitie * 0.1:
        return ("utf-16-le",)
    if pairs > moitie * 0.8 and impairs < moitie * 0.1:
        return ("utf-16-be",)
    return ()


def _check_lisible(texte: str) -> str:
    """Quelques octets nuls sont une avarie ; un centième de caractères de contrôle, un binaire."""
    if (texte.count("\x00") + len(_CONTROLE.findall(texte))) * 100 > len(texte):
        raise FichierRefuse(
            "n'est pas un fichier de texte, malgré son nom. Réexportez-le au format CSV ou Excel "
            "(.xlsx) depuis le logiciel d'origine."
        )
    return texte


def _records(texte: str, separateur: str) -> Iterator[list[str]]:
    """Lignes du texte telles qu'un tableur les numérote : un champ multi-ligne compte pour une."""
    csv.field_size_limit(CELLULE_CSV_MAX)
    return csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)


def _declared_separator(texte: str) -> tuple[str, str | None]:
    """Retire la ligne « sep=; » que les tableurs comprennent et n'affichent pas."""
    trouve = re.match(r'"?sep=([^\w\r\n" ])"?[;,|\t ]*(?:\r\n|\r|\n|$)', texte, re.IGNORECASE)
    return (texte[trouve.end() :], trouve[1]) if trouve else (texte, None)


def _score(texte: str, separateur: str, vocabulaire: frozenset[str]) -> tuple[int, float]:
    """Note d'un séparateur : en-têtes reconnus sur la meilleure ligne, puis régularité."""
    try:
        lignes = list(itertools.islice(_records(texte, separateur), LIGNES_EXAMINEES))
    except csv.Error:
        return 0, 0.0
    lignes = [ligne for ligne in lignes if any(ligne)]
    connus = [
        len({normalize(cellule) for cellule in ligne} & vocabulaire)
        for ligne in lignes[:LIGNES_D_EN_TETE_POSSIBLES]
    ]
    tailles = Counter(len(ligne) for ligne in lignes if len(ligne) > 1)
    regularite = max((n * taille / len(lignes) for taille, n in tailles.items()), default=0.0)
    return max(connus, default=0), regularite


def read_text(content: bytes, vocabulaire: frozenset[str]) -> Grille:
    """Lit un CSV : grille brute, numéros de ligne du tableur (« sep= » n'est pas comptée).

    Les lignes qui contenaient un octet nul sont gardées sans lui et citées dans
    `lignes_abimees`. Lève FichierRefuse (encodage, guillemets, taille).
    """
    texte, separateur = _declared_separator(decode(content))
    if separateur is None:
        separateur = max(SEPARATEURS, key=lambda essai: _score(texte, essai, vocabulaire))
    grille = Grille()
    try:
        _fill(grille, _records(f"{texte.rstrip()}\n{_SENTINELLE}", separateur))
    except csv.Error as erreur:
        raise FichierRefuse(
            f"a une cellule de plus de {nombre(CELLULE_CSV_MAX)} caractères : sans doute un "
            "guillemet (\") qui n'est pas refermé. Corrigez-le ou réexportez le fichier."
        ) from erreur
    _check_quotes(grille, separateur)
    return grille


def _fill(grille: Grille, records: Iterator[list[str]]) -> None:
    valeurs: list[str] = []
    for ligne, valeurs in enumerate(records, start=1):
        if valeurs == [_SENTINELLE]:
            return
        if any("\x00" in valeur for valeur in valeurs):
            if any(_SENTINELLE in valeur for valeur in valeurs):
                raise _guillemet_ouvert(ligne)
            grille.lignes_abimees.append(ligne)
            valeurs = [valeur.replace("\x00", "") for valeur in valeurs]
        grille.add_row(ligne, valeurs)


def _check_quotes(grille: Grille, separateur: str) -> None:
    """Un guillemet égaré avale des lignes entières : elles se voient à leurs séparateurs."""
    tailles = Counter(len(cellules) for cellules in grille.lignes.values())
    attendus = max(max(tailles, key=tailles.__getitem__, default=0) - 1, 4)
    for ligne, cellules in grille.lignes.items():
        for cellule in cellules:
            if not cellule or cellule.count(separateur) < attendus:
                continue
            if "\n" in cellule or "\r" in cellule:
                raise _guillemet_ouvert(ligne)


def _guillemet_ouvert(ligne: int) -> FichierRefuse:
    return FichierRefuse(
        f'a un guillemet (") ouvert à la ligne {nombre(ligne)} et mal refermé : les lignes '
        "suivantes ne peuvent pas être séparées. Corrigez cette ligne ou réexportez le fichier."
    )
