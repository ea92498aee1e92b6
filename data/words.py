"""Les mots des messages et des intitulés : forme comparable, mois, nombre à la française.

Le processus enfant s'en sert aussi : bibliothèque standard seule.
"""

import re
import unicodedata

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev february febr feb", "mars mar march",
            "avril avri avr april apr", "mai may", "juin jun june",
            "juillet juill juil jul july", "aout aou august aug",
            "septembre septemb sept sep september", "octobre octo oct october",
            "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
# Ce qui décore le nom d'un mois sans rien y changer : « Heures d'avril », « Mai (h) ».
DECORS = frozenset(
    [
        "h",
        "hr",
        "hrs",
        "heure",
        "heures",
        "nb",
        "nbr",
        "nbre",
        "nombre",
        "d",
        "de",
        "du",
        "des",
        "en",
        "mois",
        "realise",
        "realisees",
        "insertion",
    ]
)
_ANNEE = re.compile(r"20\d\d|\d\d")
_CHIFFRES = re.compile(r"0?[1-9]|1[0-2]")
_JOUR_UN = re.compile(r"^(?P<annee>20\d\d)_(?P<mois>0[1-9]|1[0-2])_01.*$")
_COLLE = re.compile(r"^(?P<annee>20\d\d)(?P<mois>0[1-9]|1[0-2])$")


def normalize(texte: str) -> str:
    """Réduit un libellé à sa forme comparable : minuscules sans accents, mots joints par « _ ».

    « N° marché », « Nº MARCHE » et « n°  marché » donnent tous « n_marche ».
    """
    if texte.isascii():
        return re.sub(r"[\W_]+", "_", texte.lower()).strip("_")
    texte = texte.replace("№", "n°").replace("º", "°")
    texte = unicodedata.normalize("NFKC", texte).casefold()
    texte = texte.replace("œ", "oe").replace("æ", "ae")
    sans_accent = unicodedata.normalize("NFKD", texte)
    sans_accent = "".join(lettre for lettre in sans_accent if not unicodedata.combining(lettre))
    return re.sub(r"[\W_]+", "_", sans_accent).strip("_")


def nombre(valeur: int) -> str:
    """Écrit un entier à la française (espace fine insécable entre les milliers)."""
    return f"{valeur:,}".replace(",", "\u202f")


def month_of(heading: str) -> tuple[int, int | None] | None:
    """Rend (mois, année ou None) d'un intitulé : « Févr. », « 02/2024 », « H. janv-24 »."""
    return month_of_key(normalize(heading))


def month_of_key(text: str) -> tuple[int, int | None] | None:
    """Rend (mois, année ou None) d'un intitulé déjà passé par `normalize`."""
    if found := _JOUR_UN.match(text) or _COLLE.match(text):
        return int(found["mois"]), int(found["annee"])
    # « avr24 » et « 2024avril » : un nom et une année que rien ne sépare.
    parts = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", "_", text).split("_")
    words = [word for word in parts if word not in DECORS]
    if len(words) == 1:
        number = int(words[0]) if "mois" in parts and _CHIFFRES.fullmatch(words[0]) else 0
        month = MONTHS.get(words[0]) or number
        return (month, None) if month else None
    return _dated_month(*words) if len(words) == 2 else None


def _dated_month(first: str, second: str) -> tuple[int, int] | None:
    """Rend (mois, année) de deux mots dans un ordre ou dans l'autre, le mois en lettres ou non."""
    for word, year in ((first, second), (second, first)):
        is_year = _ANNEE.fullmatch(year) and (len(year) == 4 or word is first)
        month = MONTHS.get(word) or (int(word) if _CHIFFRES.fullmatch(word) else 0)
        if is_year and month:
            return month, int(year) if len(year) == 4 else 2000 + int(year)
    return None


def month_columns(names: list[str]) -> list[str]:
    """Rend les mois en colonnes ; aucun si le tableau est déjà en long (une colonne « mois »)."""
    return [] if "mois" in names else [name for name in names if month_of(name)]
