"""Ce que les valeurs d'une colonne disent d'elle : possible, probable, exclu.

Rien n'est gardé ni cité de ces valeurs : en sort une note par colonne possible.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, cached_property

from data.columns import COLUMNS
from data.reference import alias_codes, find_commune, find_epci, key, load
from data.words import MONTHS, month_of, normalize

EXCLU = -9.0
ASSEZ = 0.75
COURRIEL = re.compile(r"\S+@\S+\.\S+")
TELEPHONE = re.compile(r"(\+33|0033|0)\s*\d(\s*[.-]?\s*\d\d){4}")
JOUR = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d\d)|(\d{4})-\d\d-\d\d)([ T].*)?")
NOMBRE = re.compile(r"-?\d[\d\s\u00a0\u202f.]*([.,]\d+)?\s*(€|h|%)?", re.I)
MOIS = re.compile(r"(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[/-]20\d\d|20\d\d[/-](0[1-9]|1[0-2])")
OUI_NON = frozenset(("o", "n", "oui", "non", "x", "1", "0", "vrai", "faux", "true", "false", "y"))
SEXES = frozenset(("h", "f", "m", "femme", "homme", "masculin", "feminin"))
CIVILITES = frozenset(("m", "mme", "mr", "monsieur", "madame", "mlle"))
NAF, ROME = re.compile(r"\d{2}\.?\d{2}[A-Z]"), re.compile(r"[A-Z]\d{4}")
AGE_MINIMAL = 15
PLEIN_TEMPS = 48


class Profile:
    """Ce que montrent les valeurs distinctes d'une colonne ; rien si elle est vide."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = [value.strip() for value in values if value and value.strip()]
        self.keys = [normalize(value) for value in self.values]
        self._notes: dict[str, float] = {}

    def share(self, test: Callable[[str], object]) -> float:
        """Rend la part des valeurs qui passent `test`."""
        return sum(bool(test(one)) for one in self.values) / max(len(self.values), 1)

    @cached_property
    def dates(self) -> float:
        """La part de jours écrits entiers."""
        return self.share(JOUR.fullmatch)

    @cached_property
    def is_birth(self) -> bool:
        """Des jours d'il y a assez longtemps pour être ceux où des salariés sont nés."""
        years = [_year(found[1]) for one in self.values if (found := JOUR.fullmatch(one))]
        return bool(years) and max(years) <= date.today().year - AGE_MINIMAL and (
            statistics.median(years) < date.today().year - 18
        )  # fmt: skip

    @cached_property
    def numbers(self) -> list[float]:
        """Les valeurs, si presque toutes sont des nombres ; sinon aucune."""
        if not self.values or self.dates or self.share(NOMBRE.fullmatch) < ASSEZ:
            return []
        bare = [re.sub(r"[^\d,.-]", "", one).replace(",", ".") for one in self.values]
        return [float(one) for one in bare if re.fullmatch(r"-?\d+(\.\d+)?", one)]

    @cached_property
    def is_private(self) -> bool:
        """Courriels ou téléphones : jamais lus, jamais montrés."""
        return self.share(COURRIEL.search) > 0.2 or self.share(TELEPHONE.fullmatch) > 0.5

    def evidence(self, column: str) -> float:
        """Note la colonne d'après les valeurs : EXCLU, négatif (peu croyable), 0, jusqu'à 1."""
        if column not in self._notes:
            self._notes[column] = _evidence(self, column)
        return self._notes[column]

    def known(self, codes: str) -> float:
        """Rend la part des valeurs que la liste `codes` connaît."""
        aliases = alias_codes(codes)
        return self.share(lambda one: key(one) in aliases)

    @property
    def is_flag(self) -> bool:
        """Des oui, des non, des croix."""
        return bool(self.keys) and OUI_NON.issuperset(self.keys)

    @property
    def is_reference(self) -> bool:
        """Un numéro d'ordre, une référence : un seul mot, des chiffres."""
        is_one_word = self.share(lambda one: " " not in one and re.search(r"\d", one)) >= ASSEZ
        return is_one_word and not self.dates


def _year(text: str) -> int:
    found = re.search(r"\d{4}", text)
    if found:
        return int(found[0])
    short = int(re.split(r"[/.-]", text)[-1])
    return 2000 + short if short <= date.today().year % 100 else 1900 + short


def is_siret(text: str) -> bool:
    """Dit si un texte est un SIRET : quatorze chiffres, clé de Luhn juste."""
    digits = re.sub(r"\s", "", text)
    if not re.fullmatch(r"\d{14}", digits):
        return False
    doubled = (int(one) * (2 - rank % 2) for rank, one in enumerate(digits))
    return sum(one - 9 * (one > 9) for one in doubled) % 10 == 0


@cache
def _places() -> tuple[frozenset[str], frozenset[str]]:
    communes = load()["ref_commune"]
    postal = {one for text in communes["codes_postaux"] for one in (text or "").split("|")}
    return frozenset(communes["code_insee"]), frozenset(postal)


def _evidence(profile: Profile, column: str) -> float:
    if not profile.values:
        return 0.0
    if profile.is_private:
        return EXCLU
    own = BY_COLUMN.get(column)
    return own(profile) if own else BY_KIND[COLUMNS[column].kind](profile, column)


def _birth(profile: Profile) -> float:
    return EXCLU if profile.dates < ASSEZ else 0.8 if profile.is_birth else -0.5


def _date(profile: Profile, _column: str) -> float:
    return EXCLU if profile.dates < ASSEZ else -0.6 if profile.is_birth else 0.25


def _siret(profile: Profile, _column: str) -> float:
    return 0.9 if profile.share(is_siret) >= ASSEZ else _if_empty_shape(profile, r"\d{9,14}")


def _if_empty_shape(profile: Profile, shape: str) -> float:
    test = re.compile(shape)
    is_shaped = profile.share(lambda one: test.fullmatch(re.sub(r"\s", "", one))) >= ASSEZ
    return 0.1 if is_shaped else EXCLU


def _insee(profile: Profile, _column: str) -> float:
    return 0.8 if profile.share(lambda one: one in _places()[0]) >= ASSEZ else EXCLU


def _postal(profile: Profile) -> float:
    return 0.7 if profile.share(lambda one: one in _places()[1]) >= ASSEZ else EXCLU


def _flag(profile: Profile, _column: str) -> float:
    return 0.25 if profile.is_flag else EXCLU


def _code(profile: Profile, column: str) -> float:
    known = profile.known(COLUMNS[column].codes)
    if profile.dates or (profile.numbers and not known):
        return EXCLU
    return 0.15 + 0.55 * known if known >= 0.5 else -0.25 + known / 2


def _sex(profile: Profile) -> float:
    if CIVILITES.issuperset(profile.keys):
        return 0.3
    return 0.8 if SEXES.issuperset(profile.keys) else EXCLU


def _civility(profile: Profile) -> float:
    return 0.8 if CIVILITES.issuperset(profile.keys) else EXCLU


def _number(profile: Profile, _column: str) -> float:
    return 0.2 if profile.numbers and profile.share(is_siret) < ASSEZ else EXCLU


def _amount(profile: Profile, _column: str) -> float:
    if not profile.numbers:
        return EXCLU
    return 0.5 if statistics.median(profile.numbers) >= 5000 else -0.2


def _week(profile: Profile) -> float:
    if not profile.numbers or max(profile.numbers) > PLEIN_TEMPS:
        return EXCLU
    return 0.35 if min(profile.numbers) >= 4 else -0.3


def _hours(profile: Profile) -> float:
    if not profile.numbers or profile.share(lambda one: "%" in one) > 0.5:
        return EXCLU
    return -0.3 if statistics.median(profile.numbers) >= 20000 else 0.25


def _rate(profile: Profile) -> float:
    if not profile.numbers:
        return EXCLU
    return 0.7 if profile.share(lambda one: "%" in one) >= ASSEZ else 0.0


def _month(profile: Profile, _column: str) -> float:
    is_month = profile.share(
        lambda one: MOIS.fullmatch(one) or normalize(one) in MONTHS or month_of(one)
    )
    if is_month >= ASSEZ:
        return 0.5
    return 0.1 if profile.dates >= ASSEZ and not profile.is_birth else EXCLU


def _civil_year(profile: Profile) -> float:
    return 0.8 if profile.share(re.compile(r"20\d\d").fullmatch) >= ASSEZ else EXCLU


def _commune(profile: Profile, _column: str) -> float:
    if profile.dates or profile.numbers or profile.is_flag:
        return EXCLU
    return 0.6 if profile.share(find_commune) >= 0.5 else -0.3


def _place(profile: Profile) -> float:
    is_place = profile.share(lambda one: find_commune(one) or find_epci(one)) >= 0.5
    return 0.5 if is_place else _text(profile, "")


def _reference(profile: Profile, _column: str) -> float:
    if profile.dates or profile.share(is_siret) >= ASSEZ or profile.is_flag:
        return EXCLU
    return 0.15 if profile.is_reference else -0.4


def _text(profile: Profile, _column: str) -> float:
    if profile.dates or profile.numbers:
        return EXCLU
    return -0.6 if profile.is_flag else 0.0


def _identity(profile: Profile, column: str) -> float:
    has_digits = profile.share(re.compile(r"\d").search) > 0.5
    return EXCLU if has_digits else _text(profile, column)


def _shaped(shape: re.Pattern[str]) -> Callable[[Profile], float]:
    return lambda profile: 0.8 if profile.share(shape.fullmatch) >= ASSEZ else EXCLU


def _quarter(profile: Profile) -> float:
    return 0.1 if profile.is_flag else _text(profile, "")


BY_COLUMN: dict[str, Callable[[Profile], float]] = {
    "date_naissance": _birth,
    "sexe": _sex,
    "civilite": _civility,
    "code_postal": _postal,
    "code_naf": _shaped(NAF),
    "code_rome": _shaped(ROME),
    "annee": _civil_year,
    "duree_hebdo": _week,
    "taux_realisation_pct": _rate,
    "commune_epci": _place,
    "qpv_travaux": _quarter,
    **dict.fromkeys(
        ("heures_realisees", "heures_prevues", "heures_engagees", "heures_controle",
         "heures_formation"),
        _hours,
    ),
}  # fmt: skip
BY_KIND: dict[str, Callable[[Profile, str], float]] = {
    "texte": _text,
    "numero": _reference,
    "siret": _siret,
    "insee": _insee,
    "date": _date,
    "mois": _month,
    "nombre": _number,
    "entier": _number,
    "montant": _amount,
    "oui_non": _flag,
    "code": _code,
    "commune": _commune,
    "liste_codes": _code,
    "identite": _identity,
    "facilitateur": _text,
    "quartier": _text,
    "rome": _text,
    "naf": _text,
}
