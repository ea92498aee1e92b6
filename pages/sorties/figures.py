"""Les figures des situations à six mois : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.shared import theme
from pages.shared.charts import bars, intervals
from pages.shared.charts.cards import SMALL_COUNT
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, number, percent
from pages.shared.words.structures import STRUCTURE_NAMES
from pages.sorties import findings

REFERENTIELS = {
    "convention": "Convention (toute embauche listée)",
    "cove": "Pratique de la CoVe (plus stricte)",
    "iae": "Sorties dynamiques (IAE)",
}
ISSUES = {
    "positive": ("Positives", theme.ISSUES["positives"]),
    "non_positive": ("Non positives", theme.ISSUES["non_positives"]),
    "inconnu": ("Inconnues", theme.ISSUES["inconnues"]),
    "hors_champ": ("Encore en contrat clausé", theme.ISSUES["hors_champ"]),
    "non_mure": ("Échéance à venir", theme.ISSUES["non_mures"]),
}
CLASSES = {
    "durable": "Durables",
    "transition": "De transition",
    "positive": "Positives au sens strict",
}


def sorties_a_six_mois(frame: pl.DataFrame) -> go.Figure:
    """L'intervalle du taux de sorties positives, un référentiel par rangée.

    `frame` : referentiel, positives, connues, inconnues, taux_pct, borne_basse_pct,
    borne_haute_pct, taux_reponse_pct.
    """
    figure = _rates(frame, [REFERENTIELS[code] for code in frame["referentiel"]])
    return theme.say(figure, findings.rate_words(frame.row(0, named=True), SMALL_COUNT))


def devenir_a_six_mois(frame: pl.DataFrame) -> go.Figure:
    """Ce que l'on sait des personnes à six mois, un référentiel par rangée, parts exclusives."""
    rows = [REFERENTIELS[code] for code in frame["referentiel"]]
    counts = frame.with_columns(non_positives=pl.col("connues") - pl.col("positives"))
    series = [
        (label, counts[column].to_list(), theme.ISSUES[column], column == "inconnues")
        for column, label in (
            ("positives", "Positives"),
            ("non_positives", "Non positives"),
            ("inconnues", "Inconnues"),
            ("hors_champ", "Encore en contrat clausé"),
            ("non_mures", "Échéance à venir"),
        )
        if counts[column].sum()
    ]
    figure = bars.stacked_rows(rows, series)
    return theme.say(figure, findings.known_words(frame.row(0, named=True)))


def types_sorties_positives(frame: pl.DataFrame) -> go.Figure:
    """La part de chaque type parmi les sorties positives, la plus forte en haut."""
    ordered = frame.sort("sorties", descending=True)
    texts = [
        f"{percent(part)} ({number(count)})"
        for part, count in ordered.select("part_pct", "sorties").iter_rows()
    ]
    figure = bars.ranked_bars(
        ordered["type_sortie"].to_list(), ordered["part_pct"].to_list(), texts
    )
    return theme.say(figure, findings.types_words(ordered, SMALL_COUNT))


def sorties_par_annee(frame: pl.DataFrame, choisie: str = "") -> go.Figure:
    """L'intervalle du taux, une année d'échéance par rangée ; `choisie` : celle dont on parle."""
    ordered = frame.sort("annee")
    # « en 2023 » et non « 2023 » : Plotly prendrait ce nom de rangée pour un nombre.
    figure = _rates(ordered, [f"en {one}" for one in ordered["annee"]])
    return theme.say(figure, findings.yearly_words(ordered, choisie))


def sorties_par_structure(frame: pl.DataFrame) -> go.Figure:
    """L'intervalle du taux, une structure par rangée, à sa couleur."""
    codes = frame["structure"].to_list()
    figure = _rates(
        frame,
        [STRUCTURE_NAMES[code] for code in codes],
        [theme.STRUCTURES[code] for code in codes],
    )
    return theme.say(figure, findings.structures_words(frame))


def situations_a_six_mois(frame: pl.DataFrame) -> go.Figure:
    """Toutes les situations, la plus fréquente en haut, colorées selon leur issue."""
    ordered = frame.filter(pl.col("personnes") > 0).sort("personnes", descending=True)
    issues = ordered["issue"].to_list()
    figure = bars.ranked_bars(
        [f"{row['libelle']}" for row in ordered.rows(named=True)],
        ordered["personnes"].to_list(),
        [
            f"{number(row['personnes'])} · {ISSUES[row['issue']][0].lower()}"
            for row in ordered.rows(named=True)
        ],
        colors=[ISSUES[issue][1] for issue in issues],
        hatched=[issue == "inconnu" for issue in issues],
    )
    figure.update_layout(height=theme.bars_height(ordered.height, 26))
    return theme.say(figure, findings.situations_words(ordered))


def sorties_dynamiques(frame: pl.DataFrame) -> go.Figure:
    """Les sorties dynamiques de l'IAE : durables, de transition, positives au sens strict."""
    figure = bars.ranked_bars(
        [CLASSES.get(code, code) for code in frame["classe"]],
        frame["sorties"].to_list(),
        [number(value) for value in frame["sorties"]],
    )
    return theme.say(figure, sentence(findings.DYNAMIC.counted(frame["sorties"].sum())))


def _rates(frame: pl.DataFrame, rows: list[str], colors: list[str] | str = theme.MAIN) -> go.Figure:
    points = [
        row["taux_pct"] if (row["taux_reponse_pct"] or 0) >= findings.LEAST_ANSWERS_PCT else None
        for row in frame.rows(named=True)
    ]
    return intervals.intervals(
        rows,
        frame["borne_basse_pct"].to_list(),
        frame["borne_haute_pct"].to_list(),
        points,
        [_row_text(row) for row in frame.rows(named=True)],
        colors=colors,
    )


def _row_text(row: dict[str, object]) -> str:
    if not row["connues"] and not row["inconnues"]:
        return "aucune échéance passée"
    head = (
        findings.bounds(row)
        if findings.answers_are_few(row)
        else f"<b>{percent(row['taux_pct'])}</b>"
    )
    counts = f"{number(row['positives'])} sur {counted(row['connues'], 'connue')}"
    unknown = f", {counted(row['inconnues'], 'inconnue')}" if row["inconnues"] else ""
    return f"{head}<br>{counts}{unknown}"
