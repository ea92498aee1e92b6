"""Les figures des heures : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.heures import findings
from pages.heures.findings import APART
from pages.shared import theme
from pages.shared.charts import bars, goals, timelines
from pages.shared.words.formatting import (
    counted,
    hours,
    number,
    percent,
    short_month,
)
from pages.shared.words.structures import STRUCTURE_NAMES

BUYERS_SHOWN = 12
LOW_PART = 0.15


def heures_realisees_par_mois(frame: pl.DataFrame) -> go.Figure:
    """Colonnes par mois, l'an passé en trait fin, les mois provisoires hachurés.

    `frame` : mois (AAAA-MM), heures_realisees, est_provisoire, heures_annee_precedente.
    """
    figure = theme.new_figure(340)
    names = _month_names(frame)
    timelines.add_split_columns(
        figure,
        names,
        frame["heures_realisees"].to_list(),
        frame["est_provisoire"].to_list(),
        ("Heures réalisées", "Provisoires, saisie en cours"),
    )
    if frame["heures_annee_precedente"].is_not_null().any():
        before = frame["heures_annee_precedente"].to_list()
        timelines.add_marks(figure, names, before, "Un an plus tôt")
    figure.update_layout(showlegend=len(figure.data) > 1)
    return theme.say(figure, findings.monthly_words(frame))


def heures_realisees_par_annee(frame: pl.DataFrame, choisie: str = "") -> go.Figure:
    """Colonnes par année ; une année incomplète ou provisoire est hachurée.

    `frame` : annee, heures_realisees, est_complete, est_provisoire ; `choisie` : l'année dont on
    parle.
    """
    ordered = frame.sort("annee").with_columns(
        ouverte=pl.col("est_provisoire") | ~pl.col("est_complete")
    )
    figure = theme.new_figure(300)
    timelines.add_split_columns(
        figure,
        [str(one) for one in ordered["annee"]],
        ordered["heures_realisees"].to_list(),
        ordered["ouverte"].to_list(),
        ("Année complète", "Année incomplète ou provisoire"),
        texts=[number(value) for value in ordered["heures_realisees"]],
    )
    figure.update_layout(showlegend=ordered["ouverte"].any())
    figure.update_yaxes(visible=False)
    return theme.say(figure, findings.yearly_words(ordered, choisie))


def heures_cumulees(frame: pl.DataFrame) -> go.Figure:
    """Le cumul depuis le début de la période, et celui de l'an passé aux mêmes mois.

    `frame` : mois, cumul, cumul_annee_precedente, est_provisoire.
    """
    figure = theme.new_figure(300)
    names = _month_names(frame)
    last = frame.row(-1, named=True)
    now, then = last["cumul"] or 0, last["cumul_annee_precedente"] or 0
    # Au ras de l'axe, un nom écrit dessous serait coupé : les deux s'écrivent au-dessus.
    is_low = min(now, then) < LOW_PART * max(now, then)
    est_dessus = now >= then
    if frame["cumul_annee_precedente"].is_not_null().any():
        before = frame["cumul_annee_precedente"].to_list()
        style = {"est_repere": True, "est_dessus": is_low or not est_dessus}
        timelines.add_line(figure, names, before, "Un an plus tôt", **style)
    cumul = frame["cumul"].to_list()
    timelines.add_line(figure, names, cumul, "Période choisie", est_dessus=is_low or est_dessus)
    # De l'air à gauche : le premier mois ne touche pas le zéro de l'axe.
    edges = [-max(0.6, 0.09 * len(names)), len(names) - 0.5]
    shown = names[:: -(-len(names) // 4)]
    figure.update_xaxes(showgrid=False, type="category", range=edges, tickvals=shown)
    return theme.say(figure, findings.cumulated_words(frame))


def heures_prevues_et_realisees(frame: pl.DataFrame) -> go.Figure:
    """Les heures réalisées au regard des heures prévues, une structure par rangée.

    `frame` : structure (et « total »), heures_prevues, heures_realisees, taux_pct.
    """
    rows = frame.filter(pl.col("structure") != "total")
    figure = goals.bars_with_goal(
        [STRUCTURE_NAMES[code] for code in rows["structure"]],
        rows["heures_realisees"].to_list(),
        rows["heures_prevues"].to_list(),
        [
            f"{percent(rate)} de {hours(goal)}"
            for rate, goal in rows.select("taux_pct", "heures_prevues").iter_rows()
        ],
        colors=[theme.STRUCTURES[code] for code in rows["structure"]],
        names=("Heures réalisées", "Heures prévues"),
        codes=[f"structure:{code}" for code in rows["structure"]],
    )
    total = frame.filter(pl.col("structure") == "total")
    if total.is_empty() or total["taux_pct"][0] is None:
        return theme.say(figure, "Aucune heure prévue n'est renseignée pour ces marchés")
    row = total.row(0, named=True)
    return theme.say(
        figure,
        f"{percent(row['taux_pct'])} des heures prévues sont réalisées sur "
        f"{'le seul marché' if row['marches'] == 1 else 'les ' + counted(row['marches'], 'marché')}"
        " en cours",
    )


def heures_par_structure(frame: pl.DataFrame) -> go.Figure:
    """Une barre par structure, à sa couleur ; une structure sans données reçues est nommée."""
    ordered = frame.sort("heures_realisees", descending=True, nulls_last=True)
    figure = bars.ranked_bars(
        ordered["nom"].to_list(),
        ordered["heures_realisees"].to_list(),
        [_hours_and_share(row) for row in ordered.rows(named=True)],
        colors=[theme.STRUCTURES[code] for code in ordered["structure"]],
        codes=[f"structure:{code}" for code in ordered["structure"]],
    )
    return theme.say(figure, findings.structures_words(ordered))


def heures_par_epci(frame: pl.DataFrame) -> go.Figure:
    """Une barre par territoire, la plus longue en haut ; l'inconnu hachuré, en dernier."""
    return theme.say(_places(frame), findings.places_words(frame))


def heures_par_donneur_ordre(frame: pl.DataFrame) -> go.Figure:
    """Les donneurs d'ordre qui ont le plus d'heures ; tous sont dans le tableau."""
    known = _known(frame, "donneur_ordre")
    figure = _places(known.head(BUYERS_SHOWN), "donneur_ordre")
    return theme.say(figure, findings.buyers_words(frame), shown=BUYERS_SHOWN, among=known.height)


def heures_formation(frame: pl.DataFrame) -> str:
    """Dit la part des heures de formation, comprises dans les heures réalisées."""
    row = frame.row(0, named=True)
    if row["heures_formation"] is None:
        return "La part des heures de formation n'est pas renseignée."
    part = f" ({percent(row['part_pct'])} du total)" if row["part_pct"] is not None else ""
    more = (
        f" ; {hours(row['heures_sans_detail'])} ne disent pas si elles sont de la formation"
        if row["heures_sans_detail"]
        else ""
    )
    return f"Dont {hours(row['heures_formation'])} de formation{part}{more}."


def heures_etp(frame: pl.DataFrame) -> str:
    """Dit l'équivalent en temps plein, et le diviseur retenu."""
    row = frame.row(0, named=True)
    return (
        f"Soit {number(row['etp'], 1)} équivalents temps plein sur un an, à raison de "
        f"{hours(row['diviseur_etp'])} par an (diviseur à confirmer)."
    )


def _month_names(frame: pl.DataFrame) -> list[str]:
    spans_years = frame["mois"].str.slice(0, 4).n_unique() > 1
    return [
        f"{short_month(one)} {one[2:4]}" if spans_years else short_month(one)
        for one in frame["mois"]
    ]


def _hours_and_share(row: dict[str, object]) -> str:
    if row["heures_realisees"] is None:
        return "non renseigné"
    part = f" ({percent(row['part_pct'])})" if row["part_pct"] is not None else ""
    return f"{hours(row['heures_realisees'])}{part}"


def _places(frame: pl.DataFrame, code: str = "epci") -> go.Figure:
    est_inconnu = frame[code].is_in(APART)
    return bars.ranked_bars(
        frame["nom"].to_list(),
        frame["heures_realisees"].to_list(),
        [_hours_and_share(row) for row in frame.rows(named=True)],
        colors=[theme.UNKNOWN if one else theme.MAIN for one in est_inconnu],
        hatched=est_inconnu.to_list(),
        codes=["" if one in APART else f"{code}:{one}" for one in frame[code]],
    )


def _known(frame: pl.DataFrame, code: str = "epci") -> pl.DataFrame:
    return frame.filter(~pl.col(code).is_in(APART))
