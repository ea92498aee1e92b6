"""Le portrait d'un territoire : la réponse en une phrase, quatre chiffres, ce qu'il faut savoir."""

from __future__ import annotations

import polars as pl

import queries
from pages.accueil.figures import BENEFITED, TITLES
from pages.shared.charts.cards import Card
from pages.shared.frame.filters import AXES, Filters
from pages.shared.words.findings.nouns import HEURES_REALISEES, Noun, sentence
from pages.shared.words.formatting import UNKNOWN, join_words, percent
from pages.shared.words.structures import STRUCTURE_NAMES
from pages.territoires.measures import (
    PER_1000,
    RATE,
    SHORT,
    amount,
    gap_words,
    rank_words,
    ratio,
)

RUNNING = Noun(
    "marché clausé était en cours",
    "marchés clausés étaient en cours",
    rien="aucun marché clausé n'était en cours",
)
FIRST = ("heures_realisees", "beneficiaires", "marches_en_cours", RATE)
DEPARTEMENTS = {"04": "les Alpes-de-Haute-Provence", "26": "la Drôme", "30": "le Gard"}
ONLY_PERTUIS = "de cette métropole, le Vaucluse n'a que Pertuis"


def answer(frame: pl.DataFrame, period: str) -> tuple[str, str]:
    """Dit en deux phrases où en est le territoire.

    `frame` : portrait, toutes colonnes ; `period` : « en 2023 », « au 1er semestre 2023 ».
    """
    rows = {row["indicateur"]: row for row in frame.rows(named=True)}
    worked, name = rows["heures_realisees"], str(frame["nom"][0])
    if worked["valeur"] is None:
        return f"{name} : les heures {period} ne sont pas connues ici.", _others(rows)
    told = HEURES_REALISEES.told(worked["valeur"])
    return f"{name} : {told} {period}{_placed(worked)}.", _others(rows)


def _placed(row: dict[str, object]) -> str:
    """Dit la valeur par habitant et le rang, s'il y en a."""
    if row["pour_1000_habitants"] is None:
        return ""
    rank = rank_words(row)
    return f", soit {ratio(row['pour_1000_habitants'])} {PER_1000}" + (f" ({rank})" if rank else "")


def _others(rows: dict[str, dict[str, object]]) -> str:
    people, markets = rows["beneficiaires"]["valeur"], rows["marches_en_cours"]["valeur"]
    rate, parts = rows[RATE]["valeur"], []
    if people is not None:
        parts.append(f"{BENEFITED.counted(people)} bénéficié")
    if markets is not None:
        parts.append(RUNNING.counted(markets))
    if rate is not None:
        parts.append(f"{percent(rate)} des sorties connues à six mois sont positives")
    told = sentence(" ; ".join(parts))
    return f"{told}." if told else ""


def portrait(frame: pl.DataFrame) -> list[Card]:
    """Rend quatre chiffres : la valeur, le rang, l'écart au département et à la médiane.

    `frame` : portrait, toutes colonnes.
    """
    rows = {row["indicateur"]: row for row in frame.rows(named=True)}
    return [_card(rows[name]) for name in FIRST]


def _card(row: dict[str, object]) -> Card:
    indicator, value = row["indicateur"], row["valeur"]
    per = row["pour_1000_habitants"]
    told = [f"{ratio(per)} {PER_1000}" if per is not None else "", rank_words(row)]
    said, _, unit = amount(indicator, value).partition("\N{NO-BREAK SPACE}")
    return Card(
        TITLES[indicator][0] if indicator in TITLES else SHORT[indicator],
        said if value is not None else UNKNOWN,
        unit if value is not None else "",
        ", ".join(one for one in told if one),
        _marks(row),
    )


def _marks(row: dict[str, object]) -> str:
    """Dit les repères et l'écart : « Vaucluse 242 (−2 %), médiane 228 (+4 %) »."""
    if row["nombre_classes"] is None:
        # Le Vaucluse entier, ou une structure : les filtres ne laissent rien d'autre à côté.
        if row["departement"] == row["valeur"]:
            return ""
        return f"Vaucluse : {amount(row['indicateur'], row['departement'])}"
    marks = {"Vaucluse": gap_words(row, "departement"), "médiane": gap_words(row, "mediane")}
    return ", ".join(f"{name} {words}" for name, words in marks.items() if words)


def to_know(frame: pl.DataFrame, code: str, filters: Filters) -> list[str]:
    """Dit comment le territoire est lu, de qui, s'il est à cheval, et à quels autres il se compare.

    `frame` : portrait ; `code` : « maille:code ».
    """
    row, axe = frame.row(0, named=True), AXES[filters.axe]
    told = [f"Territoire lu d'après : {axe} (le choix « Territoire d'après » en change)."]
    if filters.structure and row["maille"] != "structure":
        told.append(of_one_structure(filters.structure))
    if row["est_a_cheval"] and row["maille"] == "epci":
        told.append(_straddling(row, code.partition(":")[2]))
    if row["comparables"]:
        kind = "communes de son EPCI" if row["maille"] == "commune" else "EPCI comparables"
        names = f" : {row['comparables']}" if row["maille"] == "epci" else ""
        told.append(f"La médiane est celle des {kind}, lui compris{names}.")
    return told


def of_one_structure(code: str) -> str:
    """Dit que les repères d'une vue filtrée par structure ne sont pas ceux de toutes."""
    return (
        "Le filtre Structure vaut aussi pour les chiffres du Vaucluse et des autres territoires : "
        f"seule la structure {STRUCTURE_NAMES[code]} y est comptée."
    )


def _straddling(row: dict[str, object], code: str) -> str:
    outside = queries.contours("commune").filter(~pl.col("est_dans_84"), epci=code)
    found = outside["code"].str.slice(0, 2).unique().sort()
    where = join_words([DEPARTEMENTS[one] for one in found])
    part = percent(row["part_hors_84_pct"])
    place = f"{part} de ses habitants sont dans {where}" if where else ONLY_PERTUIS
    return (
        f"EPCI à cheval : {place}. Les nombres comptent toutes ses communes (dont "
        f"{amount(row['indicateur'], row['dont_hors_84'])} hors du Vaucluse) ; les valeurs "
        "par habitant, le Vaucluse seulement."
    )
