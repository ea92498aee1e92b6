"""Un marché seul : ses mois, ses heures, ses entreprises ; jamais une personne."""

from __future__ import annotations

import polars as pl
import streamlit as st

import queries
from pages.shared.frame import address
from pages.shared.frame.footer import show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_chart, show_heading, show_html, show_note, show_state
from pages.shared.frame.view import current_view, figure
from pages.shared.words.formatting import HARD_SPACE
from pages.territoires.figures import market_words, mois_du_marche

NONE = {"": "Choisir un marché"}


def offered(frame: pl.DataFrame, asked: str = "") -> dict[str, str]:
    """Rend les marchés en cours à choisir : code -> « Acheteur · objet · n° 1, lot 2 ».

    `frame` : marches_liste ; `asked` : un marché que demande un lien, en cours ou non.
    """
    kept = frame.filter(pl.col("est_en_cours") | (pl.col("marche_id") == asked))
    rows = kept.sort("acheteur", "numero_marche", "numero_lot")
    return {row["marche_id"]: _name(row) for row in rows.rows(named=True)}


def _name(row: dict[str, object]) -> str:
    lot = f", lot {row['numero_lot']}" if row["numero_lot"] else ""
    what = row["objet"] or row["operation"]
    number = f"n°{HARD_SPACE}{row['numero_marche']}{lot}"
    return " · ".join(str(part) for part in (row["acheteur"], what, number) if part)


@published
def show_market() -> None:
    """Montre un marché en cours du territoire, choisi dans une liste."""
    view = current_view()
    every = view.frame("marches_liste")
    names = offered(every, st.query_params.get("marche", ""))
    with st.container(key="indicateur_marche_mois"):
        show_html('<h2 class="constat">Un marché, mois par mois</h2>')
        if not names:
            show_state("Aucun marché en cours", "Aucun marché de cette vue n'est en cours.")
            return
        code = address.choose(st, "Marché", "marche", NONE | names)
        if code:
            row = every.row(by_predicate=pl.col("marche_id") == code, named=True)
            _show_months(code, names[code], market_words(row))


def _show_months(code: str, name: str, words: str) -> None:
    view, description = current_view(), queries.describe("marche_mois")
    months = view.frame("marche_mois").filter(marche_id=code)
    if months.is_empty():
        show_heading("Aucune heure reçue pour ce marché", name)
        show_note(words)
        return
    drawn, found = figure(view, mois_du_marche, months, marche=code)
    show_heading(found, name)
    show_chart(drawn, found, "graphique_marche")
    show_note(words)
    show_footer(view, description, months, "marche_mois")
