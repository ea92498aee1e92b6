"""La simulation : un scénario qui vit dans l'adresse, ce que paierait chacun ; rien n'est gardé."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.financement import scenario
from pages.financement.figures import ORDER, Row, marks_of, share_of
from pages.financement.rows import rows_table, rule_line
from pages.shared import theme
from pages.shared.charts import bars
from pages.shared.charts.shares import stacked_shares
from pages.shared.frame import address
from pages.shared.frame.footer import show_footer
from pages.shared.frame.menu import show_link
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_chart, show_heading, show_html, show_state
from pages.shared.frame.view import View, current_view, figure
from pages.shared.words.formatting import etp, euros, join_words, percent
from pages.shared.words.structures import STRUCTURE_NAMES

RULE_HEADS = ("Règle", "Constat", "Seuil", "La règle", "Écart (points)", "Écart (€)")
KEPT_NOWHERE = (
    "Rien n'est enregistré : le scénario vit dans l'adresse de la page. Ce lien le rouvre tel quel."
)


@st.fragment
@published
def show_simulation() -> None:
    """Montre les réglages d'un scénario, ce que paierait chacun, les règles et la clé."""
    view = current_view()
    chosen = scenario.read(st.query_params)
    frame, refusal = _ask(view, chosen)
    unknown = frame["montant_eur"].null_count() == frame.height
    with st.container(key="indicateur_simulation_financement"):
        scenario.show_controls(chosen, frame, view.frame("simulation_cle"))
        if refusal or unknown:
            show_state("Ce scénario ne peut être calculé", refusal or scenario.MISSING)
        else:
            _show_shares(view, chosen, frame)
    if not refusal and not unknown:
        _show_rules(view, chosen, frame)
    _show_key(view, {} if refusal else chosen, frame)


def _ask(view: View, chosen: Mapping[str, str]) -> tuple[pl.DataFrame, str]:
    """Rend le scénario calculé et, s'il est refusé, le poste moyen et la phrase du refus."""
    try:
        return view.frame("simulation_financement", **chosen), ""
    except queries.DemandeInvalide as refused:
        return view.frame("simulation_financement"), scenario.in_words(str(refused))


def _show_shares(view: View, chosen: Mapping[str, str], frame: pl.DataFrame) -> None:
    drawn, found = figure(view, simulation_financement, frame, **chosen)
    description = queries.describe("simulation_financement")
    told = scenario.sentence(chosen, frame)
    show_heading(found, f"{description.titre} · {told}")
    show_chart(drawn, found, "graphique_simulation")
    more = (("Scénario", told),)
    show_footer(view, description, frame, "simulation_financement", est_bref=True, more=more)
    show_html(f'<p class="lecture">{KEPT_NOWHERE}</p>')
    with st.container(key="outils_lien_scenario", horizontal=True, gap="small"):
        here = {**view.filters.address(), address.PART: "simulation"}
        whole = {**here, **scenario.whole(chosen, frame)}
        show_link("financement", "Lien de ce scénario, à copier", whole)
        if chosen:
            st.button("Revenir au poste moyen", on_click=scenario.forget, type="tertiary")


def simulation_financement(frame: pl.DataFrame) -> go.Figure:
    """Une barre pour le poste simulé, une autre pour le temps du territoire s'il est choisi.

    `frame` : financeur, taux_pct, montant_eur, montant_territoire_eur, cout_poste_eur, etp,
    territoire, part_territoire_pct, etp_territoire, cout_territoire_eur, seuil_pct, sens.
    """
    rows = frame.rename({"taux_pct": "part_pct"}).rows(named=True)
    first = rows[0]
    groups, names = [rows], [("Poste simulé", etp(first["etp"]))]
    ends = [euros(first["cout_poste_eur"])]
    if first["part_territoire_pct"] is not None:
        groups.append([{**row, "montant_eur": row["montant_territoire_eur"]} for row in rows])
        part = f"{percent(first['part_territoire_pct'])} du temps"
        names.append((f"Dont {first['territoire']}", f"{part} · {etp(first['etp_territoire'])}"))
        ends.append(euros(first["cout_territoire_eur"]))
    present = [one for one in ORDER if (frame["financeur"] == one).any()]
    shares = [share_of(one, groups) for one in present]
    # Au-delà de 100 %, la part de l'EPCI ne finit plus au bord : sa règle ne se trace pas.
    ruled = frame.filter(financeur="etat") if (frame["financeur"] == "excedent").any() else frame
    drawn = stacked_shares(names, shares, ends, marks_of(ruled))
    return theme.say(drawn, _shares_words(rows))


def _shares_words(rows: list[Row]) -> str:
    names = {"etat": "l'État", "departement": "le Département", "epci": "l'EPCI"}
    told = [
        f"{names[row['financeur']]} {euros(row['montant_eur'], 2)}"
        for row in rows
        if row["financeur"] in names and row["montant_eur"] is not None
    ]
    if not told:
        return "Ce que paierait chacun ne peut être calculé"
    rest = {row["financeur"]: euros(row["montant_eur"], 2) for row in rows}
    more = ""
    if "non_renseigne" in rest:
        more = f" ; {rest['non_renseigne']} resteraient à trouver"
    elif "excedent" in rest:
        more = f" ; c'est {rest['excedent']} de plus que le coût"
    return f"Paieraient : {join_words(told)}{more}"


def _show_rules(view: View, chosen: Mapping[str, str], frame: pl.DataFrame) -> None:
    description = queries.describe("simulation_regles")
    rules = view.frame("simulation_regles", **chosen)
    body = [rule_line(str(row["libelle"]), row) for row in rules.iter_rows(named=True)]
    more = (("Scénario", scenario.sentence(chosen, frame)),)
    with st.container(key="indicateur_simulation_regles"):
        show_html(rows_table("regles", description.titre, RULE_HEADS, body))
        show_footer(
            view, description, rules, "simulation_regles", est_bref=True, a_tableau=False, more=more
        )


def _show_key(view: View, chosen: Mapping[str, str], frame: pl.DataFrame) -> None:
    description = queries.describe("simulation_cle")
    key = view.frame("simulation_cle", **chosen)
    with st.container(key="indicateur_simulation_cle"):
        if key.is_empty():
            show_state(description.titre, scenario.NO_ACTIVITY)
            return
        scenario.show_weights(scenario.read(st.query_params))
        drawn, found = figure(view, simulation_cle, key, **chosen)
        show_heading(found, f"{description.titre} · {scenario.weights_sentence(chosen)}")
        show_chart(drawn, found, "graphique_simulation_cle")
        more = (("Scénario", scenario.sentence(chosen, frame)),)
        show_footer(view, description, key, "simulation_cle", more=more)


def simulation_cle(frame: pl.DataFrame) -> go.Figure:
    """Une barre par territoire à la clé simulée ; la clé de l'annexe 3 est écrite à côté.

    `frame` : structure, annee, territoire, part_pct, part_simulee_pct, etp, cout_temps_eur.
    """
    rows = frame.rows(named=True)
    drawn = bars.ranked_bars(
        [f"{STRUCTURE_NAMES[row['structure']]} · {row['territoire']}" for row in rows],
        [row["part_simulee_pct"] for row in rows],
        [_time_words(row) for row in rows],
        colors=[theme.STRUCTURES[row["structure"]] for row in rows],
    )
    moved = max((abs(row["ecart_pct"] or 0) for row in rows), default=0)
    words = "Aux poids égaux, la clé est celle de l'annexe 3"
    if moved >= 0.05:
        most = max(rows, key=lambda row: abs(row["ecart_pct"] or 0))
        words = (
            f"Ces poids donnent {percent(most['part_simulee_pct'])} du temps à "
            f"{most['territoire']}, au lieu de {percent(most['part_pct'])}"
        )
    return theme.say(drawn, words)


def _time_words(row: Row) -> str:
    before = f" au lieu de {percent(row['part_pct'])}" if abs(row["ecart_pct"] or 0) >= 0.05 else ""
    cost = "" if row["cout_temps_eur"] is None else f", {euros(row['cout_temps_eur'])}"
    # Sans temps de poste reçu, la part seule.
    time = "" if row["etp"] is None else f" · {etp(row['etp'])}"
    return f"{percent(row['part_simulee_pct'])}{before}{time}{cost}"
