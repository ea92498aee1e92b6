"""Les figures des marchés : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.marches import findings
from pages.marches.listing import GROUPS, keep_group, with_marks
from pages.shared import theme
from pages.shared.charts import bars, goals, panels, timelines
from pages.shared.charts.cards import Card
from pages.shared.charts.rows import short
from pages.shared.words.findings.nouns import MARCHES_CLAUSES, sentence
from pages.shared.words.formatting import counted, hours, lower_first, number, percent

MARKETS_SHOWN = 15


def marches_en_chiffres(frame: pl.DataFrame) -> list[Card]:
    """En cours (dont nouveaux), à venir, bientôt finis, sans heures : les ensembles de la liste.

    `frame` : marches_liste.
    """
    marked = with_marks(frame)
    counts = {name: keep_group(marked, name).height for name in GROUPS}
    has_news = marked["est_nouveau"].is_not_null().any()
    news = counted(counts["nouveaux"], "nouvellement clausé", "nouvellement clausés")
    return [
        Card("Marchés en cours", number(counts["en_cours"]), note=f"dont {news}" * has_news),
        Card("À venir", number(counts["a_venir"]), note="en prévision, quelle que soit la période"),
        Card(
            "Bientôt finis",
            number(counts["bientot_finis"]),
            note="fin prévue dans les six mois qui suivent la période",
        ),
        Card(
            "Sans heures depuis plus de 12 mois",
            number(counts["sans_heures"]),
            note="encore ouverts : à vérifier avec l'entreprise",
        ),
    ]


def marches_par_annee(frame: pl.DataFrame, choisie: str = "") -> go.Figure:
    """Les marchés en cours chaque année, et dedans les nouveaux.

    `frame` : annee, nouveaux, notifies_cumules, en_cours, est_complete ; `choisie` : l'année dont
    on parle.
    """
    ordered = frame.sort("annee")
    years = [
        f"{row['annee']}{'' if row['est_complete'] else ' (en cours)'}"
        for row in ordered.rows(named=True)
    ]
    figure = theme.new_figure(300)
    timelines.add_part_columns(
        figure,
        years,
        (ordered["en_cours"].to_list(), ordered["nouveaux"].to_list()),
        ("En cours", "Nouvellement clausés"),
    )
    return theme.say(figure, findings.yearly_words(ordered, choisie))


def programmes_par_annee(frame: pl.DataFrame, choisie: str = "") -> go.Figure:
    """Une rangée par année, un panneau par programme ; les nouveaux sont dits.

    `frame` : annee et les colonnes de `marches_par_programme` ; `choisie` : l'année dont on parle.
    """
    years = sorted(frame["annee"].unique())
    found = {(row["annee"], row["programme"]): row for row in frame.rows(named=True)}
    names = {row["programme"]: row["libelle"] for row in frame.rows(named=True) if _is_shown(row)}
    figure = panels.side_by_side(
        [f"en {year}" for year in years],
        [
            panels.Panel(
                label,
                [found[year, code]["en_cours"] for year in years],
                [_with_new(found[year, code]) for year in years],
                theme.PROGRAMMES.get(code, theme.UNKNOWN),
            )
            for code, label in names.items()
        ],
    )
    year = int(choisie) if choisie and int(choisie) in years else years[-1]
    told = [f"{number(found[year, code]['en_cours'])} {_in_sentence(code, label)}"
            for code, label in names.items()]  # fmt: skip
    return theme.say(figure, f"Marchés en cours en {year} : {', '.join(told) or 'aucun'}")


def _in_sentence(code: str, label: str) -> str:
    return f"en {label}" if code in theme.PROGRAMMES and label.isupper() else lower_first(label)


def marches_par_programme(frame: pl.DataFrame) -> go.Figure:
    """Les marchés en cours de chaque programme, dont les nouveaux, et les heures de la période.

    `frame` : programme, libelle, en_cours, nouveaux, heures_realisees.
    """
    rows = [row for row in frame.rows(named=True) if _is_shown(row)]
    colors = [theme.PROGRAMMES.get(row["programme"], theme.UNKNOWN) for row in rows]
    figure = panels.side_by_side(
        [row["libelle"] for row in rows],
        [
            panels.Panel(
                "Marchés en cours",
                [row["en_cours"] for row in rows],
                [_with_new(row) for row in rows],
                colors,
            ),
            panels.Panel(
                "Heures de la période",
                [row["heures_realisees"] for row in rows],
                [hours(row["heures_realisees"]) for row in rows],
                colors,
            ),
        ],
        codes=[f"programme:{row['programme']}" for row in rows],
    )
    total = sum(row["en_cours"] or 0 for row in rows)
    news = sum(row["nouveaux"] or 0 for row in rows)
    more = f", dont {counted(news, 'nouveau', 'nouveaux')}" if news else ""
    return theme.say(figure, f"{sentence(MARCHES_CLAUSES.counted(total))} en cours{more}")


def _is_shown(row: dict[str, object]) -> bool:
    return row["programme"] != "inconnu" or bool(row["en_cours"] or row["heures_realisees"])


def _with_new(row: dict[str, object]) -> str:
    news = row["nouveaux"]
    return number(row["en_cours"]) + (
        f", dont {counted(news, 'nouveau', 'nouveaux')}" if news else ""
    )


def marches_par_nature(frame: pl.DataFrame) -> go.Figure:
    """Travaux, services, fournitures, prestations intellectuelles : en nombre et en heures."""
    return _typology(frame, "nature_marche")


def marches_par_procedure(frame: pl.DataFrame) -> go.Figure:
    """La procédure qui porte la clause : en nombre et en heures."""
    return _typology(frame, "procedure_clause")


def marches_par_secteur(frame: pl.DataFrame) -> go.Figure:
    """Le secteur d'activité du marché : en nombre et en heures."""
    return _typology(frame, "secteur_activite")


def marches_par_type_donneur_ordre(frame: pl.DataFrame) -> go.Figure:
    """Le type de l'acheteur : en nombre et en heures."""
    return _typology(frame, "type_maitre_ouvrage")


def marches_par_tranche_montant(frame: pl.DataFrame) -> go.Figure:
    """Le montant du marché, dans l'ordre des tranches : en nombre et en heures."""
    return _typology(frame, "tranche_montant")


def _typology(frame: pl.DataFrame, column: str) -> go.Figure:
    """Deux panneaux, nombre et heures ; l'inconnu en dernier, en gris.

    `frame` : la colonne, libelle, marches, part_pct, heures_realisees, part_heures_pct.
    """
    shown = frame.filter(
        (pl.col(column) != "inconnu") | (pl.col("marches") > 0) | (pl.col("heures_realisees") > 0)
    )
    rows = shown.rows(named=True)
    colors = [theme.UNKNOWN if row[column] == "inconnu" else theme.MAIN for row in rows]
    figure = panels.side_by_side(
        [row["libelle"] for row in rows],
        [
            panels.Panel(
                "Marchés en cours",
                [row["marches"] for row in rows],
                [_share(number(row["marches"]), row["part_pct"]) for row in rows],
                colors,
            ),
            panels.Panel(
                "Heures de la période",
                [row["heures_realisees"] for row in rows],
                [_share(hours(row["heures_realisees"]), row["part_heures_pct"]) for row in rows],
                colors,
            ),
        ],
        codes=[f"{column}:{row[column]}" for row in rows],
    )
    return theme.say(figure, findings.typology_words(shown, column))


def _share(text: str, part: float | None) -> str:
    return text if part is None else f"{text} ({percent(part)})"


def marches_par_etat(frame: pl.DataFrame) -> go.Figure:
    """Une barre par état ; la part comptée « en cours dans la période » en foncé.

    `frame` : etat, libelle, marches, en_cours.
    """
    rows = frame.filter(pl.col("marches") > 0).rows(named=True)
    figure = bars.bars_with_part(
        [row["libelle"] for row in rows],
        [row["marches"] for row in rows],
        [row["en_cours"] for row in rows],
        [number(row["marches"]) for row in rows],
        names=("Marchés", "En cours dans la période"),
        codes=[f"etat:{row['etat']}" for row in rows],
    )
    late = sum(row["marches"] for row in rows if row["etat"] == "en_retard")
    return theme.say(figure, findings.late_words(late))


def heures_par_marche(frame: pl.DataFrame) -> go.Figure:
    """Heures réalisées des plus gros marchés en cours, au regard des heures prévues et engagées.

    `frame` : marches_liste.
    """
    running = frame.filter("est_en_cours").filter(pl.col("heures_prevues") > 0)
    shown = running.sort("heures_prevues", "marche_id", descending=[True, False])
    rows = shown.head(MARKETS_SHOWN).rows(named=True)
    figure = goals.bars_with_goal(
        _market_names(rows),
        [row["heures_realisees"] for row in rows],
        [row["heures_prevues"] for row in rows],
        [f"{percent(row['taux_pct'], 0)} de {hours(row['heures_prevues'])}" for row in rows],
        colors=[theme.MAIN] * len(rows),
        names=("Heures réalisées", "Heures prévues"),
        others=("Heures engagées", [row["heures_engagees"] for row in rows]),
    )
    return theme.say(figure, findings.over_words(running), shown=len(rows), among=running.height)


def _market_names(rows: list[dict[str, object]]) -> list[str]:
    """Rend un nom par rangée ; le numéro d'abord, sans lequel deux lots se confondraient."""
    names = [
        f"{row['numero_marche']}/{row['numero_lot'] or '-'} · {row['operation'] or row['objet']}"
        for row in rows
    ]
    shown = [short(name) for name in names]
    return [
        name if shown.count(short(name)) == 1 else f"{row['structure']} {name}"
        for name, row in zip(names, rows, strict=True)
    ]
