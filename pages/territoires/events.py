"""Ce qui s'est passé depuis le dernier trimestre, daté, du plus récent au plus ancien."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import polars as pl
import streamlit as st

import queries
from pages.shared.frame import address
from pages.shared.frame.footer import show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_heading, show_html, show_state
from pages.shared.frame.tables import framed, rest_note
from pages.shared.frame.view import current_view
from pages.shared.words.code_words import WORDS
from pages.shared.words.formatting import counted, day, escape, join_words, month
from pages.shared.words.structures import STRUCTURE_NAMES

ROWS_SHOWN = 100
EVERY = {"": "Tous les événements"}
# Datés au mois : le premier mois d'heures, le mois du premier contrat.
MONTHLY = ("premieres_heures", "nouveaux_beneficiaires")
# Leur ligne porte un nombre ; les autres comptent chacune pour un.
SUMMED = ("nouveaux_beneficiaires", "import")
KINDS = {
    "marche_notifie": ("marché notifié", "marchés notifiés"),
    "premieres_heures": ("marché à ses premières heures", "marchés à leurs premières heures"),
    "marche_termine": ("marché terminé", "marchés terminés"),
    "nouveaux_beneficiaires": ("nouveau bénéficiaire", "nouveaux bénéficiaires"),
    "import": ("fichier reçu", "fichiers reçus"),
}
HEADS = ("Date", "Événement", "Quoi", "Structure", "Nombre")


def summary(frame: pl.DataFrame) -> str:
    """Dit combien d'événements de chaque sorte, depuis le plus ancien.

    `frame` : evenements_trimestre.
    """
    counted_lines = pl.when(pl.col("evenement").is_in(SUMMED)).then(pl.col("nombre")).otherwise(1)
    counts = dict(frame.group_by("evenement").agg(counted_lines.sum()).iter_rows())
    told = [counted(counts[kind], *words) for kind, words in KINDS.items() if kind in counts]
    return f"Depuis le {day(frame['date_evenement'].min())} : {join_words(told)}"


def rows_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les événements en tableau ; au-delà de cent, une phrase dit le reste."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    body = "".join(_row(row) for row in frame.head(ROWS_SHOWN).iter_rows(named=True))
    rest = rest_note(frame.height - ROWS_SHOWN, "autre événement", "autres événements")
    return framed(caption, heads, body) + rest


def _row(row: dict[str, object]) -> str:
    when = _when(row["evenement"], row["date_evenement"])
    cells = (_structures(row["structure"]), _count(row))
    return (
        f'<tr><th scope="row">{escape(when)}</th><td>{escape(row["libelle"])}</td>'
        f"<td>{_what(row)}</td>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
    )


def _what(row: dict[str, object]) -> str:
    """Rend de quoi il s'agit ; un marché mène à ses mois."""
    if row["evenement"] == "import":
        return escape(WORDS["format"].get(row["texte"], row["texte"]))
    if not row["marche_id"]:
        return ""
    more = {"partie": "marches", "marche": row["marche_id"]}
    asked = urlencode({**current_view().filters.address(), **more})
    return f'<a href="./territoires?{escape(asked)}" target="_self">{escape(row["texte"])}</a>'


def _when(kind: str, value: date) -> str:
    return month(value) if kind in MONTHLY else day(value)


def _structures(codes: str | None) -> str:
    found = codes.split("|") if codes else []
    return join_words([STRUCTURE_NAMES.get(one, one) for one in found])


def _count(row: dict[str, object]) -> str:
    if row["nombre"] is None:
        return ""
    return counted(row["nombre"], str(row["unite"]).removesuffix("s"), str(row["unite"]))


@published
def show_events() -> None:
    """Montre les événements du territoire, à filtrer par sorte."""
    view, description = current_view(), queries.describe("evenements_trimestre")
    frame = view.frame("evenements_trimestre")
    with st.container(key="indicateur_evenements_trimestre"):
        if frame.is_empty():
            show_state(description.titre, f"Rien depuis le dernier trimestre, {view.sentence()}.")
            return
        show_heading(summary(frame), f"{description.titre} · {view.sentence()}")
        pairs = frame.select("evenement", "libelle").unique().sort("libelle").iter_rows()
        kind = address.choose(st, "Événements", "evenement", EVERY | dict(pairs))
        kept = frame.filter(evenement=kind) if kind else frame
        if kept.is_empty():
            return
        show_html(rows_html(kept, counted(kept.height, "événement")))
        taken = kept.drop("evenement").rename({"texte": "quoi", "nombre": "nombre_evenement"})
        show_footer(view, description, taken, "evenements_trimestre", a_tableau=False)
