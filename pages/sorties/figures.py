"""Les figures des situations à six mois : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.shared import bars, intervals, theme
from pages.shared.cards import SMALL_COUNT
from pages.shared.formatting import counted, number, percent

REFERENTIELS = {
    "convention": "Convention (toute embauche listée)",
    "cove": "Pratique de la CoVe (plus stricte)",
    "iae": "Sorties dynamiques (IAE)",
}
# Sous ce taux de réponse, un taux seul ferait croire qu'on sait : l'intervalle seul est montré.
LEAST_ANSWERS_PCT = 50
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
    first = frame.row(0, named=True)
    words = _rate_words(first)
    return theme.say(figure, f"{words}, au sens de la convention" if words else _no_exit(first))


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
    first = frame.row(0, named=True)
    asked = first["connues"] + first["inconnues"]
    known = counted(first["connues"], "situation est connue", "situations sont connues")
    return theme.say(figure, f"{known} sur {number(asked)} dont l'échéance est passée")


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
    best = ordered.row(0, named=True)
    words = f"{best['type_sortie']} : {percent(best['part_pct'])} des sorties positives"
    return theme.say(figure, words + _small(ordered["sorties"].sum(), "sortie positive"))


def sorties_par_annee(frame: pl.DataFrame) -> go.Figure:
    """L'intervalle du taux, une année d'échéance par rangée."""
    ordered = frame.sort("annee")
    # « en 2023 » et non « 2023 » : Plotly prendrait ce nom de rangée pour un nombre.
    figure = _rates(ordered, [f"en {one}" for one in ordered["annee"]])
    known = ordered.filter(pl.col("taux_reponse_pct") >= LEAST_ANSWERS_PCT)
    if known.height < 2:
        return theme.say(figure, "Le taux ne se compare pas encore d'une année à l'autre")
    parts = [f"{percent(row['taux_pct'], 0)} en {row['annee']}" for row in known.rows(named=True)]
    return theme.say(figure, "Sorties positives parmi les connues : " + ", ".join(parts))


def sorties_par_structure(frame: pl.DataFrame) -> go.Figure:
    """L'intervalle du taux, une structure par rangée, à sa couleur."""
    codes = frame["structure"].to_list()
    figure = _rates(
        frame,
        [theme.STRUCTURE_NAMES[code] for code in codes],
        [theme.STRUCTURES[code] for code in codes],
    )
    rates = [f"{code} {percent(rate, 0)}" for code, rate in _known_rates(frame)]
    if not rates:
        return theme.say(figure, "Trop peu de situations connues pour comparer les structures")
    return theme.say(figure, f"Sorties positives parmi les connues : {', '.join(rates)}")


def _known_rates(frame: pl.DataFrame) -> list[tuple[str, float]]:
    known = frame.filter(pl.col("taux_reponse_pct") >= LEAST_ANSWERS_PCT)
    return [
        (theme.STRUCTURE_NAMES[row["structure"]], row["taux_pct"]) for row in known.rows(named=True)
    ]


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
    best = ordered.row(0, named=True)
    return theme.say(
        figure, f"La situation la plus fréquente : {best['libelle']} ({number(best['personnes'])})"
    )


def sorties_dynamiques(frame: pl.DataFrame) -> go.Figure:
    """Les sorties dynamiques de l'IAE : durables, de transition, positives au sens strict."""
    total = frame["sorties"].sum()
    figure = bars.ranked_bars(
        [CLASSES.get(code, code) for code in frame["classe"]],
        frame["sorties"].to_list(),
        [number(value) for value in frame["sorties"]],
    )
    return theme.say(figure, counted(total, "sortie dynamique", "sorties dynamiques"))


def _rates(frame: pl.DataFrame, rows: list[str], colors: list[str] | str = theme.MAIN) -> go.Figure:
    points = [
        row["taux_pct"] if (row["taux_reponse_pct"] or 0) >= LEAST_ANSWERS_PCT else None
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
    head = _bounds(row) if _answers_are_few(row) else f"<b>{percent(row['taux_pct'])}</b>"
    counts = f"{number(row['positives'])} sur {counted(row['connues'], 'connue')}"
    unknown = f", {counted(row['inconnues'], 'inconnue')}" if row["inconnues"] else ""
    return f"{head}<br>{counts}{unknown}"


def _rate_words(row: dict[str, object]) -> str:
    if not row["connues"]:
        return ""
    if _answers_are_few(row):
        return f"{_bounds(row)} de sorties positives : trop de situations inconnues pour un taux"
    words = f"{percent(row['taux_pct'])} de sorties positives parmi les situations connues"
    return words + _small(row["connues"], "situation connue")


def _no_exit(row: dict[str, object]) -> str:
    if row["non_mures"]:
        return "Aucune échéance de six mois n'est encore passée dans cette période"
    return "Aucune situation à six mois n'est connue dans cette période"


def _answers_are_few(row: dict[str, object]) -> bool:
    return (row["taux_reponse_pct"] or 0) < LEAST_ANSWERS_PCT


def _bounds(row: dict[str, object]) -> str:
    return f"entre {number(row['borne_basse_pct'])} et {percent(row['borne_haute_pct'], 0)}"


def _small(count: int, noun: str) -> str:
    """Dit, au bout d'un constat, que l'effectif est petit."""
    if count >= SMALL_COUNT:
        return ""
    plural = " ".join(f"{word}s" for word in noun.split(" "))
    return f" (petit effectif : {counted(count, noun, plural)})"
