"""Les figures de l'origine, de la place des femmes et du parcours : une fonction par requête."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.beneficiaires import findings
from pages.beneficiaires.findings import NO_QUARTER
from pages.shared import theme
from pages.shared.charts import bars, panels
from pages.shared.charts.cards import SMALL_COUNT
from pages.shared.words.formatting import hours, join_words, lower_first, number, percent

QUARTERS_SHOWN = 15
SHORT = {"total": "Ensemble", "deld": "DELD, un an et plus"}
WHICH_QUARTERS = (
    "Les quartiers sont ceux de la liste de 2024 ; un code de 2015, quand l'export l'écrit, est "
    "signalé. Hors quartier et sans réponse : dans le tableau."
)
A_COMMITMENT = (
    "Suivre les personnes dès la fin de leur emploi est un engagement de la convention ; la "
    "situation à six mois est sur la page Sorties."
)
WHOLE_COLOR = theme.STRUCTURES["CIE84"]


def beneficiaires_par_qpv(frame: pl.DataFrame) -> go.Figure:
    """Les quartiers qui comptent le plus de bénéficiaires ; tous sont dans le tableau.

    `frame` : code_qpv, nom, commune, generation (« 2015 » ou « 2024 »), beneficiaires.
    """
    known = frame.filter(~pl.col("code_qpv").is_in(NO_QUARTER))
    shown = known.sort("beneficiaires", "nom", descending=[True, False]).head(QUARTERS_SHOWN)
    rows = shown.rows(named=True)
    figure = bars.ranked_bars(
        [f"{row['commune']} · {row['nom']}" for row in rows],
        [row["beneficiaires"] for row in rows],
        [_quarter_text(row) for row in rows],
    )
    return theme.say(figure, findings.quarters_words(frame), shown=shown.height, among=known.height)


def _quarter_text(row: dict[str, object]) -> str:
    old = " · code de 2015" if row["generation"] == "2015" else ""
    return f"{number(row['beneficiaires'])}{old}"


def beneficiaires_par_prescripteur(frame: pl.DataFrame) -> go.Figure:
    """Une barre par prescripteur ; l'inconnu hachuré, en dernier."""
    figure = _people_bars(frame, "prescripteur")
    return theme.say(figure, findings.orientation_words(frame))


def beneficiaires_par_type_contrat(frame: pl.DataFrame) -> go.Figure:
    """Par type de contrat : les personnes et leurs heures.

    `frame` : type_contrat, libelle, beneficiaires, heures_realisees, part_heures_pct.
    """
    rows = frame.rows(named=True)
    unknown = [row["type_contrat"] == "inconnu" for row in rows]
    colors = [theme.UNKNOWN if one else theme.MAIN for one in unknown]
    figure = panels.side_by_side(
        [row["libelle"] for row in rows],
        [
            panels.Panel(
                "Personnes",
                [row["beneficiaires"] for row in rows],
                [number(row["beneficiaires"]) for row in rows],
                colors,
            ),
            panels.Panel(
                "Heures",
                [row["heures_realisees"] for row in rows],
                [_share(hours(row["heures_realisees"]), row["part_heures_pct"]) for row in rows],
                colors,
            ),
        ],
    )
    return theme.say(figure, findings.contracts_words(frame))


def _share(text: str, part: float | None) -> str:
    return text if part is None else f"{text} ({percent(part)})"


def _people_bars(frame: pl.DataFrame, column: str) -> go.Figure:
    shown = frame.filter((pl.col(column) != "inconnu") | (pl.col("beneficiaires") > 0))
    unknown = [one == "inconnu" for one in shown[column]]
    return bars.ranked_bars(
        shown["libelle"].to_list(),
        shown["beneficiaires"].to_list(),
        [_share(number(row["beneficiaires"]), row["part_pct"]) for row in shown.rows(named=True)],
        colors=[theme.UNKNOWN if one else theme.MAIN for one in unknown],
        hatched=unknown,
    )


def femmes_par_categorie(frame: pl.DataFrame) -> go.Figure:
    """La part des femmes dans chaque public, l'ensemble d'abord.

    `frame` : categorie (et « total »), libelle, femmes, beneficiaires, sexe_inconnu,
    part_femmes_pct.
    """
    is_whole = pl.col("categorie") == "total"
    ordered = frame.sort(~is_whole, -pl.col("part_femmes_pct").fill_null(-1))
    rows = ordered.rows(named=True)
    figure = bars.ranked_bars(
        [SHORT.get(row["categorie"], row["libelle"]) for row in rows],
        [row["part_femmes_pct"] for row in rows],
        [_women_text(row) for row in rows],
        colors=[WHOLE_COLOR if row["categorie"] == "total" else theme.MAIN for row in rows],
    )
    whole = rows[0]
    return theme.say(figure, findings.women_words(whole))


def _women_text(row: dict[str, object]) -> str:
    if row["beneficiaires"] is None or row["part_femmes_pct"] is None:
        return "non renseigné"
    known = row["beneficiaires"] - row["sexe_inconnu"]
    small = " · petit effectif" if known < SMALL_COUNT else ""
    return f"{percent(row['part_femmes_pct'])} · {number(row['femmes'])} sur {number(known)}{small}"


def femmes_par_nature_marche(frame: pl.DataFrame) -> go.Figure:
    """La part des femmes et de leurs heures, selon la nature des marchés.

    `frame` : nature_marche (et « total »), libelle, femmes, beneficiaires, sexe_inconnu,
    part_femmes_pct, part_heures_femmes_pct.
    """
    rows = frame.filter(pl.col("beneficiaires") > 0).rows(named=True)
    colors = [WHOLE_COLOR if row["nature_marche"] == "total" else theme.MAIN for row in rows]
    natures = [row["nature_marche"] for row in rows]
    people = [row["part_femmes_pct"] for row in rows]
    worked = [row["part_heures_femmes_pct"] for row in rows]
    figure = panels.side_by_side(
        [row["libelle"] for row in rows],
        [
            panels.Panel("Part des personnes", people, [_women_text(one) for one in rows], colors),
            panels.Panel("Part des heures", worked, [percent(one) for one in worked], colors),
        ],
        codes=["" if one == "total" else f"nature_marche:{one}" for one in natures],
    )
    kept = [
        f"{percent(row['part_femmes_pct'])} sur les marchés de {lower_first(row['libelle'])}"
        for row in rows
        if row["nature_marche"] in ("travaux", "services") and row["part_femmes_pct"] is not None
    ]
    return theme.say(figure, f"Part des femmes : {join_words(kept)}" if kept else "")


def parcours(frame: pl.DataFrame) -> go.Figure:
    """Un, deux, trois contrats et plus : les bénéficiaires de la période.

    `frame` : nombre_contrats, libelle, beneficiaires, entrants, part_pct.
    """
    figure = _people_bars(frame, "nombre_contrats")
    return theme.say(figure, findings.several_contracts_words(frame))


def contrats_par_rang(frame: pl.DataFrame) -> go.Figure:
    """Les contrats commencés dans la période : premier, deuxième, suivants."""
    figure = bars.ranked_bars(
        frame["libelle"].to_list(),
        frame["contrats"].to_list(),
        [number(one) for one in frame["contrats"]],
    )
    return theme.say(figure, findings.ranks_words(frame))


def situations_fin_contrat(frame: pl.DataFrame) -> go.Figure:
    """Ce que l'on sait des personnes dès la fin de leur contrat ; ce qu'on ignore est hachuré.

    `frame` : suite, libelle, personnes, part_pct.
    """
    shown = frame.filter(pl.col("personnes") > 0)
    rows = shown.rows(named=True)
    unknown = [row["suite"] in ("inconnue", "injoignable") for row in rows]
    figure = bars.ranked_bars(
        [row["libelle"] for row in rows],
        [row["personnes"] for row in rows],
        [_share(number(row["personnes"]), row["part_pct"]) for row in rows],
        colors=[theme.UNKNOWN if one else theme.MAIN for one in unknown],
        hatched=unknown,
    )
    return theme.say(figure, findings.ends_words(frame))
