"""Les filtres d'une question : période, structure, territoire, référentiel, paramètres.

Un filtre admis choisit des lignes ou des personnes, jamais leur histoire. Les valeurs admises et
les paramètres par défaut viennent des tables de référence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data.reference import load

AXES = ("travaux", "acheteur", "residence", "structure")
AXES_QPV = ("travaux", "residence")
REFERENTIELS = ("convention", "cove", "iae")
POINTS_DE_DEPART = ("debut_premier_contrat", "fin_premier_contrat")
PERIMETRES_PNAD = ("siege", "execution", "signataires")
SEUILS = ("tous", "oecp", "europe")
TYPES_PNAD = ("marches", "concessions", "tous")
DOUBLONS = ("fusionnes", "separes")
FILTRES = (
    "periode", "annee", "structure", "bassin", "epci", "axe", "referentiel", "point_de_depart",
    "formation_positive", "diviseur_etp", "perimetre_pnad", "categorie_acheteur", "acheteur",
    "seuil", "type_pnad", "sans_subsequents", "doublons", "commune", "qpv",
)  # fmt: skip
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
PREMIER_JOUR, DERNIER_JOUR = date(1900, 1, 1), date(2999, 12, 31)
_PERIODE = re.compile(r"(?P<annee>(?:19|20)\d\d)(?:-(?P<sorte>[ST])(?P<rang>[1-4]))?")
_OUI_NON = {"oui": True, "non": False, "true": True, "false": False, "1": True, "0": False}


def typeset(text: str) -> str:
    """Met les espaces insécables du français : ces phrases sont montrées telles quelles."""
    return re.sub(r" (?=[:;?!»%€])|(?<=«) ", "\N{NO-BREAK SPACE}", text)


class DemandeInvalide(Exception):
    """Une demande à laquelle on ne peut répondre ; str(e) est la phrase à montrer."""

    def __str__(self) -> str:
        """Rend la phrase, composée en français."""
        return typeset(super().__str__())


class FiltreInvalide(DemandeInvalide):
    """Un filtre inconnu, ou une valeur qu'il n'admet pas."""


@dataclass(frozen=True)
class Periode:
    """Une période fermée, en jours ; `libelle` la nomme en français, `est_tout` : aucune."""

    libelle: str
    debut: date
    fin: date
    est_tout: bool = False


TOUT = Periode("toutes les données", PREMIER_JOUR, DERNIER_JOUR, est_tout=True)


@dataclass(frozen=True)
class Filtres:
    """Les filtres d'une question, vérifiés ; None : pas de restriction."""

    periode: Periode
    structure: str | None
    bassin: str | None
    epci: str | None
    commune: str | None
    qpv: str | None
    axe: str
    referentiel: str
    point_de_depart: str
    est_formation_positive: bool
    diviseur_etp: float
    perimetre_pnad: str
    categorie_acheteur: str | None
    acheteur: str | None
    seuil: str
    type_pnad: str
    est_sans_subsequents: bool
    doublons: str

    def parameters(self) -> dict[str, object]:
        """Rend les paramètres nommés de queries/filtre.sql."""
        named = {name: value for name, value in vars(self).items() if name != "periode"}
        chosen = {"debut": self.periode.debut, "fin": self.periode.fin}
        return {**named, **chosen, "est_tout": self.periode.est_tout, **_thresholds()}


def parse(asked: dict[str, object]) -> Filtres:
    """Vérifie des filtres ; une valeur vide ou None ne filtre pas. Lève FiltreInvalide."""
    given = {name: str(value).strip() for name, value in asked.items() if value is not None}
    given = {name: value for name, value in given.items() if value}
    for name in asked:
        _check_among(name, FILTRES, "Le filtre", "Filtres admis")
    if "annee" in given and "periode" in given:
        raise FiltreInvalide("Donnez « annee » ou « periode », pas les deux.")
    default = _defaults()
    return Filtres(
        periode=parse_period(given.get("periode", given.get("annee", "tout"))),
        structure=_choice(given, "structure", _codes("ref_structure", "code")),
        bassin=_choice(given, "bassin", _codes("ref_bassin", "code")),
        epci=_choice(given, "epci", _codes("ref_epci", "siren")),
        commune=_commune(given),
        qpv=_quartier(given),
        axe=_choice(given, "axe", AXES) or AXES[0],
        referentiel=_choice(given, "referentiel", REFERENTIELS) or REFERENTIELS[0],
        point_de_depart=_choice(given, "point_de_depart", POINTS_DE_DEPART)
        or default["point_de_depart"],
        est_formation_positive=_yes(
            given, "formation_positive", default["formation_positive_convention"]
        ),
        diviseur_etp=_divisor(given.get("diviseur_etp", default["diviseur_etp"])),
        perimetre_pnad=_choice(given, "perimetre_pnad", PERIMETRES_PNAD) or PERIMETRES_PNAD[0],
        categorie_acheteur=_choice(given, "categorie_acheteur", _categories()),
        acheteur=_siren(given),
        seuil=_choice(given, "seuil", SEUILS) or SEUILS[0],
        type_pnad=_choice(given, "type_pnad", TYPES_PNAD) or TYPES_PNAD[0],
        est_sans_subsequents=_yes(given, "sans_subsequents", "non"),
        doublons=_choice(given, "doublons", DOUBLONS) or DOUBLONS[0],
    )


def parse_period(text: str) -> Periode:
    """« 2023 », « 2023-S1 », « 2023-T3 », « convention », « tout » -> Periode."""
    if text == "tout":
        return TOUT
    if text == "convention":
        default = _defaults()
        first, last = (date.fromisoformat(default[f"{end}_convention"]) for end in ("debut", "fin"))
        return Periode("durée de la convention", first, last)
    found = _PERIODE.fullmatch(text.upper())
    rank = int(found["rang"] or 1) if found else 0
    if not found or (found["sorte"] == "S" and rank > 2):
        raise FiltreInvalide(
            f"La période « {text} » n'est pas reconnue. Valeurs admises : une année (2023), "
            "un semestre (2023-S1), un trimestre (2023-T3), « convention » ou « tout »."
        )
    length = {"S": 6, "T": 3}.get(found["sorte"], 12)
    year, first = int(found["annee"]), length * (rank - 1) + 1
    last = first + length - 1
    end = date(year, last, monthrange(year, last)[1])
    name = {"S": "semestre", "T": "trimestre"}.get(found["sorte"])
    ordinal = "1er" if rank == 1 else f"{rank}e"
    return Periode(f"{ordinal} {name} {year}" if name else str(year), date(year, first, 1), end)


def previous(chosen: Filtres, last_month: date | None) -> Filtres | None:
    """Rend les mêmes filtres un an plus tôt (ou la durée de la convention plus tôt).

    Une période entamée (dernier mois reçu avant sa fin) se compare aux mêmes mois : neuf mois de
    2026 à neuf mois de 2025. None sans période, ou si rien n'est encore reçu de la période.
    """
    period = chosen.periode
    if period.est_tout or last_month is None or last_month < period.debut:
        return None
    years = max(1, period.fin.year - period.debut.year + 1)
    until = min(period.fin.replace(day=1), last_month)
    debut = date(period.debut.year - years, period.debut.month, 1)
    year, month = until.year - years, until.month
    fin = date(year, month, monthrange(year, month)[1])
    is_partial = until < period.fin.replace(day=1)
    libelle = _between(debut, fin) if is_partial or years > 1 else _earlier(period.libelle)
    return replace(chosen, periode=Periode(libelle, debut, fin))


def _between(debut: date, fin: date) -> str:
    if debut.replace(day=1) == fin.replace(day=1):
        return f"{MOIS[fin.month - 1]} {fin.year}"
    if debut.year == fin.year:
        return f"{MOIS[debut.month - 1]} à {MOIS[fin.month - 1]} {fin.year}"
    return f"{MOIS[debut.month - 1]} {debut.year} à {MOIS[fin.month - 1]} {fin.year}"


def _earlier(libelle: str) -> str:
    *words, year = libelle.split(" ")
    return " ".join([*words, str(int(year) - 1)])


def _choice(given: dict[str, str], name: str, admitted: Iterable[str]) -> str | None:
    if name in given:
        _check_among(given[name], admitted, f"Pour « {name} », la valeur", "Valeurs admises")
    return given.get(name)


def _check_among(value: str, admitted: Iterable[str], subject: str, heading: str) -> None:
    values = tuple(admitted)
    if value not in values:
        admis = ", ".join(values)
        raise FiltreInvalide(f"{subject} « {value} » n'existe pas. {heading} : {admis}.")


def _yes(given: dict[str, str], name: str, default: str) -> bool:
    text = given.get(name, default).lower()
    if text not in _OUI_NON:
        raise FiltreInvalide(f"« {name} » attend « oui » ou « non ».")
    return _OUI_NON[text]


def _commune(given: dict[str, str]) -> str | None:
    code = given.get("commune")
    if code and code not in _codes("ref_commune", "code_insee"):
        raise FiltreInvalide(
            "« commune » attend le code INSEE d'une commune du Vaucluse ou d'un EPCI à cheval, "
            f"par exemple 84007 (Avignon) ; « {code} » n'en est pas un."
        )
    return code


def _quartier(given: dict[str, str]) -> str | None:
    """Seuls les travaux et la résidence ont un quartier : un siège ou une structure, non."""
    code = _choice(given, "qpv", _codes("ref_qpv", "code"))
    if code and given.get("axe", AXES[0]) not in AXES_QPV:
        raise FiltreInvalide(
            "Un quartier prioritaire se lit par le lieu des travaux ou la résidence des "
            "personnes ; le siège d'un acheteur ou le territoire d'une structure n'en dit rien."
        )
    return code


def _siren(given: dict[str, str]) -> str | None:
    text = given.get("acheteur", "")
    if text and not re.fullmatch(r"[0-9]{9}", text):
        raise FiltreInvalide("« acheteur » attend un numéro SIREN : neuf chiffres.")
    return text or None


def _categories() -> list[str]:
    codes = load()["ref_code"].filter(liste="type_maitre_ouvrage")
    return codes["code"].to_list()


def _divisor(text: str) -> float:
    number = text.replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", number) or not float(number):
        raise FiltreInvalide("« diviseur_etp » attend un nombre d'heures par an, par exemple 1607.")
    return float(number)


def _codes(table: str, column: str) -> list[str]:
    return load()[table][column].to_list()


def _defaults() -> dict[str, str]:
    return dict(load()["ref_parametre"].select("cle", "valeur").iter_rows())


def _thresholds() -> dict[str, int]:
    names = (
        "seuil_deld_mois", "delai_sortie_mois", "fenetre_avant_jours", "fenetre_apres_jours",
        "mois_provisoires", "age_jeune_min", "age_jeune_max", "age_senior",
        "marche_sans_heures_mois",
    )  # fmt: skip
    default = _defaults()
    return {name: int(default[name]) for name in names}
