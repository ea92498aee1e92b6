"""Les figures de l'activité des facilitateurs : une fonction par requête."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go
import polars as pl

from pages.activite import findings
from pages.shared import theme
from pages.shared.charts import bars, panels
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, number, short_month
from pages.shared.words.labels import word
from pages.shared.words.structures import STRUCTURE_NAMES

QUARTERS = ("T1", "T2", "T3", "T4")


def entonnoir_donneurs_ordre(frame: pl.DataFrame) -> go.Figure:
    """Contactés, accompagnés, avec clause : une barre par étape, la part contactée en foncé.

    `frame` : etape, libelle, donneurs_ordre, parmi_contactes.
    """
    rows = frame.rows(named=True)
    figure = bars.bars_with_part(
        [row["libelle"] for row in rows],
        [row["donneurs_ordre"] for row in rows],
        [row["parmi_contactes"] for row in rows],
        [_step_text(row) for row in rows],
        names=("Donneurs d'ordre", "Contactés dans la période"),
    )
    steps = {row["etape"]: row for row in rows}
    return theme.say(figure, findings.funnel_words(steps))


def _step_text(row: dict[str, object]) -> str:
    total, part = row["donneurs_ordre"], row["parmi_contactes"]
    if total is None or part is None or row["etape"] == "contactes":
        return number(total)
    return f"{number(total)}, dont {counted(part, 'contacté')} dans la période"


def donneurs_ordre_contactes(frame: pl.DataFrame) -> go.Figure:
    """Les donneurs d'ordre contactés, une barre par type.

    `frame` : type_maitre_ouvrage (et « total »), libelle, donneurs_ordre, actions,
    actions_sans_nom.
    """
    rows, total = _split(frame)
    figure = bars.ranked_bars(
        [row["libelle"] for row in rows],
        [row["donneurs_ordre"] for row in rows],
        [f"{number(row['donneurs_ordre'])} · {counted(row['actions'], 'action')}" for row in rows],
    )
    return theme.say(figure, findings.contacted_words(total))


def donneurs_ordre_accompagnes_par_type(frame: pl.DataFrame) -> go.Figure:
    """Les donneurs d'ordre accompagnés, une barre par type ; ceux sans clause sont dits.

    `frame` : type_maitre_ouvrage (et « total »), libelle, donneurs_ordre, avec_clause, sans_clause.
    """
    rows, total = _split(frame)
    figure = bars.ranked_bars(
        [row["libelle"] for row in rows],
        [row["donneurs_ordre"] for row in rows],
        [_with_clause(row) for row in rows],
        codes=[f"type_maitre_ouvrage:{row['type_maitre_ouvrage']}" for row in rows],
    )
    return theme.say(figure, findings.supported_words(total))


def _with_clause(row: dict[str, object]) -> str:
    more = f", dont {number(row['sans_clause'])} sans marché en cours" if row["sans_clause"] else ""
    return f"{number(row['donneurs_ordre'])}{more}"


def _split(frame: pl.DataFrame) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Rend les lignes des types et celle du total."""
    rows = frame.filter(pl.col("type_maitre_ouvrage") != "total").rows(named=True)
    return rows, frame.filter(pl.col("type_maitre_ouvrage") == "total").row(0, named=True)


def actions_par_nature(frame: pl.DataFrame) -> go.Figure:
    """Les actions de chaque nature, et combien de donneurs d'ordre elles ont touchés.

    `frame` : nature_action, libelle, actions, donneurs_ordre.
    """
    known = frame.filter((pl.col("nature_action") != "inconnu") | (pl.col("actions") > 0))
    rows = known.sort("actions", descending=True, nulls_last=True).rows(named=True)
    columns = (("Actions", "actions"), ("Donneurs d'ordre différents", "donneurs_ordre"))
    figure = panels.side_by_side(
        [row["libelle"] for row in rows],
        [
            panels.Panel(label, [row[name] for row in rows], [number(row[name]) for row in rows])
            for label, name in columns
        ],
    )
    return theme.say(figure, findings.actions_words(known))


def actions_par_mois(frame: pl.DataFrame) -> go.Figure:
    """Une case par nature et par mois ; un mois sans action reste vide.

    `frame` : mois (AAAA-MM), nature_action, actions.
    """
    months = _every_month(frame["mois"].min(), frame["mois"].max())
    spans_years = months[0][:4] != months[-1][:4]
    names = [
        f"{short_month(one)} {one[2:4]}" if spans_years else short_month(one) for one in months
    ]
    figure = _action_grid(frame, "mois", months, names)
    return theme.say(figure, findings.months_words(frame))


def _every_month(first: str, last: str) -> list[str]:
    """Rend tous les mois de l'un à l'autre, « AAAA-MM »."""
    start, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    return pl.date_range(start, end, "1mo", eager=True).dt.to_string("%Y-%m").to_list()


def actions_par_annee(frame: pl.DataFrame, choisie: str = "") -> go.Figure:
    """Une case par nature et par année ; `choisie` : l'année dont on parle."""
    years = [str(one) for one in sorted(frame["annee"].unique())]
    shown = frame.with_columns(pl.col("annee").cast(pl.String))
    figure = _action_grid(shown, "annee", years, [f"en {one}" for one in years])
    return theme.say(figure, findings.years_words(shown, choisie))


def _action_grid(frame: pl.DataFrame, column: str, codes: list[str], names: list[str]) -> go.Figure:
    counts = {(nature, code): count for code, nature, count in _triples(frame, column)}
    totals = frame.group_by("nature_action").agg(pl.col("actions").sum())
    natures = totals.sort("actions", descending=True)["nature_action"].to_list()
    return panels.grid(
        [word("nature_action", one) for one in natures],
        names,
        [[counts.get((nature, code), 0) for code in codes] for nature in natures],
    )


def _triples(frame: pl.DataFrame, column: str) -> list[tuple[str, str, int]]:
    return list(frame.select(column, "nature_action", "actions").iter_rows())


def comites_de_suivi(frame: pl.DataFrame) -> go.Figure:
    """Une case par structure et par trimestre.

    `frame` : structure, trimestre (« 2023-T1 »), comites, donneurs_ordre.
    """
    years = sorted({int(one[:4]) for one in frame["trimestre"]})
    every = [f"{year}-{part}" for year in range(years[0], years[-1] + 1) for part in QUARTERS]
    first, last = frame["trimestre"].min(), frame["trimestre"].max()
    codes = [one for one in every if first <= one <= last]
    counts = {
        (structure, code): count
        for structure, code, count in frame.select("structure", "trimestre", "comites").iter_rows()
    }
    found = [one for one in theme.STRUCTURES if one in frame["structure"].to_list()]
    figure = panels.grid(
        [STRUCTURE_NAMES[one] for one in found],
        [f"{code[5:]} {code[:4]}" for code in codes],
        [[counts.get((one, code), 0) for code in codes] for one in found],
    )
    total = findings.COMMITTEES.counted(frame["comites"].sum())
    return theme.say(figure, f"{sentence(total)} dans la période")


def collectivites_sensibilisees_par_type(frame: pl.DataFrame) -> go.Figure:
    """Les collectivités sensibilisées, une barre par type.

    `frame` : type_maitre_ouvrage (et « total »), libelle, collectivites, actions.
    """
    rows, total = _split(frame)
    figure = bars.ranked_bars(
        [row["libelle"] for row in rows],
        [row["collectivites"] for row in rows],
        [number(row["collectivites"]) for row in rows],
    )
    return theme.say(figure, findings.informed_words(total))
