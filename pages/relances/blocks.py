"""Les blocs de la page : le compte de chaque liste, celle qu'on lit, son message, ses fichiers."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

import queries
from pages.relances.lists import LISTES, frames, whole
from pages.relances.messages import message, recipients
from pages.shared.frame.address import choose, choose_part
from pages.shared.frame.export import workbook_bytes
from pages.shared.frame.footer import build_export, show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import (
    show_answer_sentences,
    show_file,
    show_heading,
    show_html,
    show_state,
)
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import counted, day

LIST = "liste"
WHEN = (
    "Ces listes sont à la date des données, quelle que soit la période choisie ; la structure et "
    "le territoire, eux, les filtrent."
)
FOR_ONE = (
    "Pour lire les numéros des participants, choisissez une structure dans les filtres : chacune "
    "ne voit que les siens."
)


@published
def show_relances() -> None:
    """Montre combien il y a à relancer, une liste, son message et ses fichiers."""
    view = whole(current_view())
    found = frames(view)
    total = sum(frame.height for frame in found.values())
    told = f"{counted(total, 'point')} à relancer dans les données au {day(view.date_donnees)}."
    show_answer_sentences(told, WHEN)
    parts = {code: f"{LISTES[code].nom} ({lines.height})" for code, lines in found.items()}
    code = choose_part(parts, LIST)
    _show_list(view, code, found[code])
    with st.container(key="outils_toutes_listes", horizontal=True):
        name = f"a-relancer_{view.slug()}.xlsx"
        show_file("Toutes les listes (Excel)", partial(workbook, view), name, "xlsx_toutes_listes")


def workbook(view: View) -> bytes:
    """Rend le classeur des huit listes, une feuille chacune."""
    return workbook_bytes(
        {
            LISTES[code].nom: build_export(view, queries.describe(LISTES[code].query), frame)
            for code, frame in frames(view).items()
        }
    )


def _show_list(view: View, code: str, frame: pl.DataFrame) -> None:
    one = LISTES[code]
    description = queries.describe(one.query)
    with st.container(key=f"indicateur_{one.query}"):
        if frame.is_empty():
            show_state("Rien à relancer ici", f"{description.titre} : aucune ligne pour cette vue.")
            return
        show_heading(one.counted(frame), f"{description.titre} · {view.sentence()}")
        codes = description.codes
        if code == "situations" and not view.filters.structure:
            show_html(f'<p class="lecture">{FOR_ONE}</p>')
            codes = (*codes, "numero_participant")
        _show_message(view, code, frame)
        show_html(table_html(frame, description.titre, codes))
        show_footer(view, description, frame, one.query, a_tableau=False)


def _show_message(view: View, code: str, frame: pl.DataFrame) -> None:
    """Montre le message à coller, pour tous ou pour un seul destinataire."""
    one = LISTES[code]
    with st.popover("Message à envoyer", key=f"message_{code}"):
        chosen = choose(st.container(), "À qui", "pour", recipients(one, frame))
        st.code(message(one, frame, view.date_donnees, chosen), language=None, wrap_lines=True)
