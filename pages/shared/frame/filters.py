"""Les filtres communs : l'adresse de la page est leur seule mémoire.

L'adresse porte des codes stables (`?periode=2023&epci=248400053&axe=travaux`) ; les listes de
choix la lisent à chaque exécution et la réécrivent à chaque changement. Ainsi un lien envoyé, un
rechargement et le bouton retour rendent la même vue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pages.shared.words.formatting import slug

WHOLE = ""
AXES = {
    "travaux": "lieu des travaux",
    "acheteur": "siège de l'acheteur",
    "residence": "résidence des personnes",
    "structure": "territoire de la structure",
}
OPEN_PERIODS = {"convention": "Ensemble de la convention", "tout": "Toutes les données"}
PARTS = {
    WHOLE: "Année entière",
    "S1": "1er semestre",
    "S2": "2d semestre",
    "T1": "1er trimestre",
    "T2": "2e trimestre",
    "T3": "3e trimestre",
    "T4": "4e trimestre",
}
NAMES = {
    "periode": "période",
    "structure": "structure",
    "bassin": "bassin d'emploi",
    "epci": "EPCI",
    "commune": "commune",
    "qpv": "quartier prioritaire",
    "axe": "territoire",
}
# Du plus large au plus précis : ce qui choisit un lieu. Les deux derniers se choisissent sur la
# page Territoires.
PLACES = ("structure", "epci", "bassin", "commune", "qpv")
PRECISE = ("commune", "qpv")
# Dans la phrase des filtres ; le nom entier est dans la liste de choix.
LONGEST_PLACE = 48
# Un siège ou le territoire d'une structure ne dit rien d'un quartier.
AXES_QPV = ("travaux", "residence")
NO_QUARTER = (
    "Un quartier prioritaire se lit par le lieu des travaux ou la résidence des personnes : "
    "l'adresse en demandait un par un autre territoire, il est ignoré."
)
# Dans l'adresse : les chiffres montrés sont les chiffres protégés.
PROJECTION = "projection"
_PERIOD = re.compile(r"^(\d{4})(?:-(S[12]|T[1-4]))?$")


@dataclass(frozen=True)
class Options:
    """Les choix possibles, code -> libellé, et la période montrée sans choix."""

    annees: tuple[int, ...]
    structures: Mapping[str, str]
    bassins: Mapping[str, str]
    epci: Mapping[str, str]
    periode: str
    communes: Mapping[str, str] = field(default_factory=dict)
    quartiers: Mapping[str, str] = field(default_factory=dict)
    annees_completes: tuple[int, ...] = ()

    def allowed(self, name: str) -> Mapping[str, str]:
        """Rend les codes admis d'un filtre autre que la période."""
        lists = {
            "structure": self.structures,
            "bassin": self.bassins,
            "epci": self.epci,
            "commune": self.communes,
            "qpv": self.quartiers,
        }
        return AXES if name == "axe" else lists[name]

    def place(self, name: str, code: str) -> str:
        """Dit un lieu dans une phrase : « CoVe », « Avignon (commune) », « quartier … »."""
        words = self.allowed(name)[code]
        words = words if len(words) <= LONGEST_PLACE else f"{words[: LONGEST_PLACE - 1].rstrip()}…"
        return {"commune": f"{words} (commune)", "qpv": f"quartier {words}"}.get(name, words)


@dataclass(frozen=True)
class Filters:
    """Ce que la personne regarde ; WHOLE : sans restriction.

    `est_projection` : en chiffres protégés ; ce n'est pas un choix de lignes, deux filtres égaux le
    restent sans lui.
    """

    periode: str
    structure: str = WHOLE
    bassin: str = WHOLE
    epci: str = WHOLE
    axe: str = "travaux"
    commune: str = WHOLE
    qpv: str = WHOLE
    est_projection: bool = field(default=False, compare=False)

    def arguments(self) -> dict[str, str]:
        """Rend les filtres pour `queries.run`, sans ceux qui ne restreignent rien."""
        given = {name: getattr(self, name) for name in NAMES}
        return {name: value for name, value in given.items() if value != WHOLE}

    def address(self) -> dict[str, str]:
        """Rend les paramètres d'adresse : la période toujours, le reste s'il diffère du défaut."""
        given = self.arguments()
        mode = {PROJECTION: "oui"} if self.est_projection else {}
        default = ("axe", "travaux")
        return {name: value for name, value in given.items() if (name, value) != default} | mode

    def at(self, name: str = "", code: str = WHOLE) -> Filters:
        """Rend les mêmes filtres en un seul lieu ; sans lui, dans tout le Vaucluse.

        Un quartier ramène au lieu des travaux s'il ne se lit pas par le territoire choisi.
        """
        chosen = {**dict.fromkeys(PLACES, WHOLE), **({name: code} if name else {})}
        lost = name == "qpv" and self.axe not in AXES_QPV
        return replace(self, **chosen, axe="travaux" if lost else self.axe)

    @property
    def annee(self) -> int | None:
        """L'année de la période ; None pour une période ouverte."""
        found = _PERIOD.match(self.periode)
        return int(found[1]) if found else None

    @property
    def part(self) -> str:
        """La partie de l'année : « S1 », « T3 » ou WHOLE."""
        found = _PERIOD.match(self.periode)
        return (found[2] or WHOLE) if found else WHOLE


@dataclass(frozen=True)
class Reading:
    """Une adresse lue : les filtres et, pour chaque valeur écartée, une phrase."""

    filters: Filters
    ignored: tuple[str, ...] = field(default=())


def period_code(annee: str, part: str) -> str:
    """Rend le code d'une période : « 2023 », « 2023-S1 », « convention »."""
    return annee if annee in OPEN_PERIODS or part == WHOLE else f"{annee}-{part}"


def period_label(periode: str) -> str:
    """Dit une période : « 2023 », « 1er semestre 2023 », « ensemble de la convention »."""
    found = _PERIOD.match(periode)
    if not found:
        return OPEN_PERIODS[periode].lower()
    return found[1] if not found[2] else f"{PARTS[found[2]]} {found[1]}"


def when(periode: str) -> str:
    """Dit une période dans une phrase : « en 2023 », « au 1er semestre 2023 »."""
    found = _PERIOD.match(periode)
    if not found:
        return {"convention": "sur la durée de la convention"}.get(periode, "en tout")
    return f"au {PARTS[found[2]]} {found[1]}" if found[2] else f"en {found[1]}"


def read_address(params: Mapping[str, str], options: Options) -> Reading:
    """Lit les filtres d'une adresse ; une valeur inconnue est écartée et dite."""
    ignored: list[str] = []
    chosen = {"periode": options.periode}
    periode = params.get("periode", params.get("annee", ""))
    if periode and _is_period(periode, options):
        chosen["periode"] = periode
    elif periode:
        ignored.append(NAMES["periode"])
    for name in (*PLACES, "axe"):
        value = params.get(name, "")
        if value and value in options.allowed(name):
            chosen[name] = value
        elif value:
            ignored.append(NAMES[name])
    told = [_ignored_sentence(name) for name in ignored]
    if "qpv" in chosen and chosen.get("axe", "travaux") not in AXES_QPV:
        del chosen["qpv"]
        told.append(NO_QUARTER)
    return Reading(Filters(**chosen), tuple(told))


def _is_period(periode: str, options: Options) -> bool:
    found = _PERIOD.match(periode)
    return periode in OPEN_PERIODS or bool(found and int(found[1]) in options.annees)


def _ignored_sentence(name: str) -> str:
    """Dit qu'une valeur de l'adresse est écartée, sans la recopier."""
    return (
        f"L'adresse demandait, pour le filtre « {name} », une valeur inconnue : elle est ignorée."
    )


def sentence(filters: Filters, options: Options) -> str:
    """Dit les filtres en une phrase : « 2023 · CoVe · lieu des travaux »."""
    chosen = [(name, getattr(filters, name)) for name in PLACES]
    places = [options.place(name, code) for name, code in chosen if code != WHOLE]
    words = [period_label(filters.periode), *(places or ["tout le Vaucluse"]), AXES[filters.axe]]
    return " · ".join(words)


def file_slug(filters: Filters, options: Options) -> str:
    """Rend les filtres pour un nom de fichier : « 2023_cove », « 2023-s1_vaucluse »."""
    chosen = [(name, getattr(filters, name)) for name in PLACES]
    codes = [
        slug(code if name == "qpv" else options.allowed(name)[code])
        for name, code in chosen
        if code != WHOLE
    ]
    axe = [] if filters.axe == "travaux" else [slug(filters.axe)]
    return "_".join([slug(filters.periode), *(codes or ["vaucluse"]), *axe])
