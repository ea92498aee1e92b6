"""Cent mots plantés là où personne ne les attend, et la fouille de tout ce qu'un import laisse.

Tous sont inventés : numéros hors plan de numérotation ou de clé fausse, domaines `.invalid`,
noms qui n'en sont pas. Chaque plantation fait un petit export à elle seule.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

NOM, NAISSANCE, TEL, MEL, RUE, NIR, FT = "nom", "naissance", "tel", "mel", "rue", "nir", "ft"
SYLLABES = ("zwy", "qua", "xor", "vlu", "kje", "plo", "brz", "tchi", "ouk", "wen")

# sorte d'export -> colonne -> genres de mots qu'on y plante, un export chacun.
LIEUX: dict[str, dict[str, tuple[str, ...]]] = {
    "participants": {
        "N° participant": (MEL, FT, NIR), "Civilité": (NOM,), "Nom": (NOM,), "Prénom": (NOM,),
        "Date de naissance": (NAISSANCE,), "Sexe": (NOM, TEL), "Adresse": (RUE,),
        "Code postal": (TEL,), "Commune": (NOM, RUE), "QPV": (NOM,), "Nom du QPV": (RUE, MEL),
        "Nationalité": (NOM,), "Niveau de formation": (NOM, MEL),
        "N° identifiant France Travail": (FT,), "Date d'inscription DE": (TEL,),
        "Durée d'inscription": (NIR,), "BRSA": (NOM,), "ASS": (MEL,), "AAH": (TEL,),
        "RQTH": (NIR,), "Jeune -26 ans": (NAISSANCE,), "Senior +50 ans": (NAISSANCE,),
        "DELD": (NOM,), "Autres éligibilités": (NOM, MEL), "Prescripteur": (MEL, TEL),
        "Référent": (NOM,), "Date d'entrée": (NOM,),
    },
    "contrats": {
        "N° contrat": (NOM, NIR), "N° participant": (NOM, MEL), "N° marché": (MEL,),
        "N° lot": (TEL,), "Employeur": (MEL, TEL), "SIRET employeur": (TEL, NIR),
        "Type d'employeur": (NOM,), "Entreprise utilisatrice": (MEL, RUE),
        "Type de contrat": (NOM,), "Modalité": (NOM,), "Poste / Métier": (MEL, TEL),
        "Code ROME": (NOM,), "Date de début": (NOM,), "Date de fin réelle": (MEL,),
        "Motif de fin": (NOM,), "Durée hebdo": (TEL,), "Heures réalisées": (TEL,),
    },
    "heures": {
        "N° contrat": (MEL,), "N° participant": (NOM, TEL), "Entreprise": (NIR,),
        "Employeur": (TEL,), "Mois": (NOM,), "Année": (NAISSANCE,), "Heures réalisées": (NIR,),
        "Dont heures de formation": (NOM,), "Date de saisie": (NOM,), "Validé": (NOM, MEL),
    },
    "marches": {
        "N° opération": (MEL,), "Intitulé de l'opération": (TEL,), "Maître d'ouvrage": (MEL,),
        "Type de maître d'ouvrage": (NOM,), "SIRET MO": (TEL,), "Commune des travaux": (NOM,),
        "Code INSEE": (TEL,), "Programme": (NOM,), "QPV": (NOM,), "Facilitateur": (MEL,),
        "Intitulé du lot": (NIR,), "Nature du marché": (NOM,), "Montant HT": (TEL,),
        "Statut": (NOM,), "Heures prévues": (NOM,),
    },
    "engagements": {
        "Entreprise": (MEL,), "SIRET": (TEL,), "Code NAF": (NOM,), "Rôle": (NOM,),
        "Modalité de réponse": (TEL,), "Taux de réalisation": (NOM,),
    },
    "situations": {
        "N° participant": (FT,), "Situation à la sortie": (NOM,), "Situation à 6 mois": (MEL,),
        "Commentaire": (NOM,),
    },
    "extraction": {
        "Nom": (NOM,), "Structure": (NOM,), "SIRET": (NIR,), "Sexe": (NOM,), "Commune": (MEL,),
        "Code INSEE": (NIR,), "QPV": (TEL,), "Statut": (NOM,), "RQTH": (MEL,), "Marché": (MEL,),
        "Type de contrat": (NOM,), "Maître d'ouvrage": (NIR,),
    },
}  # fmt: skip
# Ce qui n'est pas une cellule du tableau.
AUTOUR = ("intitulé", "intitulé en double", "titre", "pied", "nom de fichier", "ligne trop longue",
          "sans en-tête", "correspondance : intitulé", "correspondance : valeur", "onglet",
          "onglet caché", "commentaire", "propriétés", "case géante")  # fmt: skip


@dataclass(frozen=True)
class Canari:
    """Un mot planté, son genre, et où."""

    mot: str
    genre: str
    sorte: str
    lieu: str


@dataclass(frozen=True)
class Fuite:
    """Un mot retrouvé là où rien de personnel ne doit être."""

    canari: Canari
    trouve_dans: str


def _name(number: int) -> str:
    found = "".join(SYLLABES[digit] for digit in (number // 10 % 10, number % 10, number % 7))
    return found.capitalize()


def word(genre: str, number: int) -> str:
    """Le mot inventé de ce genre et de ce rang ; deux rangs donnent deux mots."""
    return {
        NOM: _name(number),
        NAISSANCE: f"{number % 27 + 1:02d}/{number % 11 + 1:02d}/{1911 + number % 8}",
        TEL: f"06 00 {number:02d} 98 {(number * 7) % 100:02d}",
        MEL: f"{_name(number).lower()}{number}@exemple.invalid",
        RUE: f"{number + 300} impasse {_name(number)}",
        NIR: f"2 84 13 84 9{number:02d} 991 98",
        FT: f"99{number:05d}Z",
    }[genre]


def canaris() -> list[Canari]:
    """Toutes les plantations, dans un ordre fixe."""
    places = [(sorte, column, genre) for sorte, columns in LIEUX.items()
              for column, genres in columns.items() for genre in genres]  # fmt: skip
    places += [("participants", place, NOM) for place in AUTOUR]
    return [Canari(word(genre, rank), genre, sorte, place)
            for rank, (sorte, place, genre) in enumerate(places)]  # fmt: skip


# --- fouille


def fold(text: str) -> str:
    """Sans accents, sans casse, sans rien qui ne soit lettre ou chiffre."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())


def forms(one: Canari) -> set[str]:
    """Les écritures repliées sous lesquelles le mot se reconnaît encore."""
    found = {fold(one.mot)}
    if one.genre == NAISSANCE:
        day, month, year = one.mot.split("/")
        found |= {year + month + day, f"{int(day)}{int(month)}{year}"}
    if one.genre == TEL:
        found |= {"33" + fold(one.mot)[1:], fold(one.mot)[1:]}
    if one.genre == RUE:
        found = {fold(one.mot)[3:], fold(one.mot)}
    return found


def _texts_of_database(path: Path) -> Iterator[tuple[str, str]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
        for schema, name in names:
            rows = connection.execute(f'select * from "{schema}"."{name}"').fetchall()
            columns = [one[0] for one in connection.description]
            for column, values in zip(columns, zip(*rows, strict=True), strict=False):
                yield f"{name}.{column}", "\n".join(map(str, values))


def _texts_of_file(path: Path) -> Iterator[tuple[str, str]]:
    """Le contenu d'un fichier : par SQL et par octets s'il est DuckDB, par octets sinon."""
    content = path.read_bytes()
    yield "octets", content.decode("utf-8", "ignore")
    yield "octets utf-16", content.decode("utf-16-le", "ignore")
    if path.suffix == ".duckdb":
        yield from _texts_of_database(path)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            yield from ((name, parts.read(name).decode()) for name in parts.namelist())


def texts_under(root: Path, but: Sequence[Path] = ()) -> Iterator[tuple[str, str]]:
    """(lieu, texte) de tout ce qui est sous `root`, noms compris ; `but` : ce qui a été donné."""
    for path in sorted(root.rglob("*")):
        if any(path == one or one in path.parents for one in but):
            continue
        yield f"nom de {path.name}", path.name
        if path.is_file():
            for place, text in _texts_of_file(path):
                yield f"{path.name} {place}", text


def search(planted: Sequence[Canari], texts: Iterable[tuple[str, str]]) -> list[Fuite]:
    """Les endroits où ces mots se retrouvent ; chaque texte n'est plié qu'une fois."""
    folded = [(place, fold(text)) for place, text in texts]
    return [Fuite(one, place) for one in planted for place, text in folded
            if any(each in text for each in forms(one))]  # fmt: skip
