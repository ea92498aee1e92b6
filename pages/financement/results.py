"""Ce que l'argent a acheté : financement, heures, personnes, sorties, objectifs."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.financement import findings
from pages.financement.rows import Row, group_title, rows_table
from pages.shared import theme
from pages.shared.charts import bars, panels
from pages.shared.words.formatting import counted, euros, number, percent, to_html

RESULT_HEADS = (
    "Année",
    "Financement",
    "Versé",
    "Heures",
    "Bénéficiaires",
    "Sorties positives",
    "Taux de sorties positives",
    "Coût par heure",
)
# Un coût ne se rapporte aux heures qu'une fois l'année finie.
NOT_YET = "à la fin de l'année"
GOALS = ("objectif_heures", "objectif_beneficiaires", "objectif_sorties", "objectif_taux_pct")


def financement_par_resultats(frame: pl.DataFrame) -> go.Figure:
    """Une rangée par structure et par EPCI ; le financement, puis ce qu'il a permis.

    `frame` : financement_et_resultats ; la dernière année est dessinée.
    """
    last = _last_year(frame)
    rows = _parts_of(last)
    shown = (
        ("Financement", "financement_eur", [euros(row["financement_eur"]) for row in rows]),
        ("Heures", "heures_realisees", [number(row["heures_realisees"]) for row in rows]),
        ("Bénéficiaires", "beneficiaires", [number(row["beneficiaires"]) for row in rows]),
        ("Sorties positives", "sorties_positives", [findings.exits_words(row) for row in rows]),
    )
    figure = panels.side_by_side(
        [row["nom"] for row in rows],
        [
            panels.Panel(title, _values(rows, name), texts, _colors(rows))
            for title, name, texts in shown
        ],
    )
    return theme.say(figure, findings.results_words(last.row(0, named=True)))


def _values(rows: list[Row], name: str) -> list[float | None]:
    return [None if row[name] is None else float(row[name]) for row in rows]


def _colors(rows: list[Row]) -> list[str]:
    return [theme.STRUCTURES.get(row["structure"], theme.MAIN) for row in rows]


def _last_year(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("annee") == pl.col("annee").max())


def _parts_of(frame: pl.DataFrame) -> list[Row]:
    """Rend les structures et les EPCI de la vue, chacun du plus au moins financé."""
    kept = _seen(frame).filter(pl.col("maille") != "departement")
    order = ["maille", "financement_eur"]
    return kept.sort(order, descending=[True, True], nulls_last=True).rows(named=True)


def _seen(frame: pl.DataFrame) -> pl.DataFrame:
    """Laisse les structures qui n'ont ni financement ni heure dans le territoire choisi."""
    is_away = pl.col("financement_eur").is_null() & (pl.col("heures_realisees") == 0)
    return frame.filter(~is_away.fill_null(False))


def cout_par_heure(frame: pl.DataFrame) -> go.Figure:
    """Le financement rapporté aux heures, une barre par structure et par EPCI.

    `frame` : financement_et_resultats ; la dernière année finie est dessinée.
    """
    finished = frame.filter(pl.col("annee").is_in(_known_costs(frame)))
    last = _last_year(finished if finished.height else frame)
    rows = _parts_of(last)
    figure = bars.ranked_bars(
        [row["nom"] for row in rows],
        _values(rows, "cout_heure_eur"),
        [_cost_words(row) for row in rows],
        colors=_colors(rows),
    )
    return theme.say(figure, findings.cost_words(last.row(0, named=True)))


def _known_costs(frame: pl.DataFrame) -> list[int]:
    """Rend les années dont le coût par heure est connu pour toute la vue."""
    whole = frame.filter(maille="departement").drop_nulls("cout_heure_eur")
    return whole["annee"].to_list()


def _per_hour(row: Row) -> str:
    is_open = row["cout_heure_eur"] is None and not row["est_annee_complete"]
    return NOT_YET if is_open else euros(row["cout_heure_eur"], 2)


def _cost_words(row: Row) -> str:
    if row["cout_heure_eur"] is None:
        return _per_hour(row)
    return f"{_per_hour(row)} pour {number(row['heures_realisees'])} heures"


def results_words(frame: pl.DataFrame) -> str:
    """Dit les années que montre le tableau des résultats."""
    years = sorted(frame["annee"].unique())
    if len(years) == 1:
        return f"Le financement et ses résultats en {years[0]}"
    return f"Le financement et ses résultats, de {years[0]} à {years[-1]}"


def results_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les résultats : un titre par périmètre, une ligne par année, l'objectif dessous.

    `frame` : financement_et_resultats.
    """
    ranks = {"departement": 0, "structure": 1, "epci": 2}
    whole = frame.filter(maille="departement")["nom"].to_list()
    # Une vue restreinte à un EPCI ou à une structure porte déjà son nom.
    kept = _seen(frame).filter((pl.col("maille") == "departement") | ~pl.col("nom").is_in(whole))
    ranked = kept.sort(pl.col("maille").replace_strict(ranks), maintain_order=True)
    body = []
    for place in ranked.partition_by("maille", "nom", maintain_order=True):
        rows = place.sort("annee").rows(named=True)
        body.append(group_title(rows[0]["nom"], len(RESULT_HEADS)))
        body.extend(_result_row(row) for row in rows)
    return rows_table("regles resultats", caption, RESULT_HEADS, body)


def _result_row(row: Row) -> str:
    goals = [_goal(row, name) for name in GOALS]
    a_objectif = any(row[name] is not None for name in GOALS)
    heard = goals if a_objectif else [""] * len(goals)
    notes = ["" if row["est_annee_complete"] else "année incomplète"]
    notes.append("" if a_objectif else "objectifs non fixés")
    cells = (
        (euros(row["financement_eur"]), _unnotified(row)),
        (euros(row["verse_eur"]),),
        (number(row["heures_realisees"]), heard[0]),
        (number(row["beneficiaires"]), heard[1]),
        (findings.exits_words(row), heard[2]),
        (percent(row["taux_pct"]), _bounds(row), heard[3]),
        (_per_hour(row),),
    )
    head = f"{row['annee']}{''.join(_detail(one) for one in notes if one)}"
    body = "".join(_cell(*one) for one in cells)
    return f'<tr><th scope="row">{head}</th>{body}</tr>'


def _cell(value: str, *details: str) -> str:
    return (
        f'<td class="nombre">{to_html(value)}{"".join(_detail(one) for one in details if one)}</td>'
    )


def _detail(text: str) -> str:
    return f'<span class="detail">{to_html(text)}</span>'


def _unnotified(row: Row) -> str:
    count = row["notifies_inconnus"]
    return counted(count, "notification manque", "notifications manquent") if count else ""


def _goal(row: Row, name: str) -> str:
    value = row[name]
    if value is None:
        return "objectif non fixé"
    return f"objectif : {percent(value) if name.endswith('_pct') else number(value)}"


def _bounds(row: Row) -> str:
    low, high = row["borne_basse_pct"], row["borne_haute_pct"]
    return "" if low is None or high is None else f"de {number(low, 1)} à {number(high, 1)}"
