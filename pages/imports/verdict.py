"""Le compte rendu montré à la personne : par fichier, les comptes et ce qu'il faut corriger."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from data.check import A_PRECISER, IMPORTE, REFUSE, Prepared
from data.check import anomalies as notes
from data.cli import accounting, report_bytes
from data.formats import formats
from data.importer import Lot
from pages.imports.questions import show_question
from pages.imports.session import Session
from pages.shared.frame.screen import show_file
from pages.shared.frame.tables import table_html
from pages.shared.words.formatting import counted, escape, typeset

SYMBOLS = {IMPORTE: "✔ Prêt à publier", REFUSE: "✖ Refusé", A_PRECISER: "? À préciser"}
COLUMNS = {
    "gravite": "Suite donnée",
    "lignes": "Lignes du fichier",
    "colonne": "Colonne",
    "message": "Remarque et conseil",
}
OPENED = 6
NEW_LAYOUT = (
    "Disposition jamais vue : voici ce que ses intitulés et ses valeurs laissent comprendre. Votre "
    "réponse sera retenue pour le prochain fichier ; rien n'est à déposer à nouveau."
)


def show_report(lot: Lot, session: Session) -> None:
    """Montre le sort de chaque fichier et sa question, puis toutes les remarques à télécharger."""
    st.subheader(headline(lot))
    ordered = sorted(lot.fichiers, key=lambda one: list(SYMBOLS).index(one.issue), reverse=True)
    for one in ordered:
        _show_file(one, session)
    if any(one.anomalies.height and one.issue != A_PRECISER for one in lot.fichiers):
        show_file(
            "Télécharger le rapport à renvoyer (Excel)",
            partial(report_bytes, lot.fichiers),
            "rapport-import.xlsx",
            "rapport_a_renvoyer",
            help="Les remarques et les lignes signalées, sans aucune colonne personnelle.",
        )


def headline(lot: Lot) -> str:
    """Dit en une phrase où en est l'envoi."""
    counts = {issue: sum(one.issue == issue for one in lot.fichiers) for issue in SYMBOLS}
    said = [
        counted(counts[IMPORTE], "fichier prêt", "fichiers prêts"),
        counted(counts[A_PRECISER], "à préciser", "à préciser"),
        counted(counts[REFUSE], "refusé", "refusés"),
    ]
    return ", ".join(said)


def _show_file(one: Prepared, session: Session) -> None:
    kind = formats()[one.format].label if one.format else "sorte à confirmer"
    with st.container(border=True):
        st.markdown(f"**{SYMBOLS[one.issue]}** · {escape(one.nom, 'markdown')} · {kind}")
        if one.lignes["lues"]:
            st.caption(typeset(accounting(one).strip()))
        whole = one.anomalies.filter(pl.col("ligne").is_null())["message"]
        if one.question and one.question.sujet == "colonnes":
            # Le formulaire dit mieux que la phrase quels intitulés manquent, et y répond.
            whole = whole.filter(whole != one.question.message)
            st.markdown(NEW_LAYOUT)
        for message in whole.unique(maintain_order=True):
            st.markdown(escape(typeset(message), "markdown"))
        lines = one.anomalies.drop_nulls("ligne")
        if lines.height:
            _show_lines(lines)
        show_question(one, session)


def _show_lines(lines: pl.DataFrame) -> None:
    groups = notes.grouped(lines).select(
        pl.col("gravite").replace_strict(notes.GRAVITES),
        pl.col("lignes").str.replace(r"^lignes? ", ""),
        pl.col("colonne").fill_null("").replace("", "toute la ligne"),
        pl.col("message").map_elements(typeset, return_dtype=pl.String),
    )
    table = table_html(groups.rename(COLUMNS), "Remarques sur ce fichier")
    if groups.height <= OPENED:
        st.html(table)
        return
    with st.expander(counted(groups.height, "remarque")):
        st.html(table)
