"""Les filtres d'une question : période, structure, territoire, référentiel, paramètres.

Un filtre admis choisit des lignes ou des personnes, jamais leur histoire. Les valeurs admises et
les paramètres par défaut (ceux en vigueur à la fin de la période) viennent des tables de référence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.reference import load
from queries.demandes import FiltreInvalide
from queries.parametres import day_of_rules, in_force, thresholds
from queries.periodes import Periode, parse_period

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
_OUI_NON = {"oui": True, "non": False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Filtres:
    """Les filtres d'une question, vérifiés ; None : pas de restriction.

    `jour_des_regles` : les règles datées sont celles de ce jour, y compris pour la période
    d'avant ; deux périodes ne se comparent que sous la même règle.
    """

    periode: Periode
    jour_des_regles: date
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
        rules = thresholds(self.jour_des_regles)
        chosen = {"debut": self.periode.debut, "fin": self.periode.fin}
        return {**named, **chosen, "est_tout": self.periode.est_tout, **rules}


def parse(asked: dict[str, object]) -> Filtres:
    """Vérifie des filtres ; une valeur vide ou None ne filtre pas. Lève FiltreInvalide."""
    given = {name: str(value).strip() for name, value in asked.items() if value is not None}
    given = {name: value for name, value in given.items() if value}
    for name in asked:
        _check_among(name, FILTRES, "Le filtre", "Filtres admis")
    if "annee" in given and "periode" in given:
        raise FiltreInvalide("Donnez « annee » ou « periode », pas les deux.")
    period = parse_period(given.get("periode", given.get("annee", "tout")))
    day = day_of_rules(period.fin)
    default = in_force(day)
    return Filtres(
        periode=period,
        jour_des_regles=day,
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
        categorie_acheteur=_category(given),
        acheteur=_siren(given),
        seuil=_choice(given, "seuil", SEUILS) or SEUILS[0],
        type_pnad=_choice(given, "type_pnad", TYPES_PNAD) or TYPES_PNAD[0],
        est_sans_subsequents=_yes(given, "sans_subsequents", "non"),
        doublons=_choice(given, "doublons", DOUBLONS) or DOUBLONS[0],
    )


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


def _category(given: dict[str, str]) -> str | None:
    if "categorie_acheteur" not in given:
        return None
    codes = load()["ref_code"].filter(liste="type_maitre_ouvrage")["code"]
    return _choice(given, "categorie_acheteur", codes)


def _divisor(text: str) -> float:
    number = text.replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", number) or not float(number):
        raise FiltreInvalide("« diviseur_etp » attend un nombre d'heures par an, par exemple 1607.")
    return float(number)


def _codes(table: str, column: str) -> list[str]:
    return load()[table][column].to_list()


def at_last_quarter(chosen: Filtres, day: date | None, *, est_ouvert: bool) -> Filtres:
    """Rend les mêmes filtres au dernier trimestre fini de la période, `day` étant le dernier connu.

    Un trimestre choisi est gardé, fini ou non. Le trimestre en cours s'il est seul dans la période.
    Avec `est_ouvert`, la période va du premier jour de ce trimestre au dernier jour connu.
    """
    period = chosen.periode
    if day is None and period.est_tout:
        return chosen
    last = max(period.debut, min(period.fin, day or period.fin))
    found = _quarter(last)
    if found.fin > last and found.debut > period.debut:
        found = _quarter(found.debut - timedelta(days=1))
    if est_ouvert and last > found.fin:
        label = f"depuis le {found.libelle}"
        found = Periode(label, found.debut, last)
    return replace(chosen, periode=found)


def _quarter(day: date) -> Periode:
    return parse_period(f"{day.year}-T{(day.month + 2) // 3}")
