"""Le compte rendu montré à la personne : par fichier, les comptes et ce qu'il faut corriger."""

from __future__ import annotations

import polars as pl
import streamlit as st

from data import anomalies as notes
from data.formats import formats
from data.importer import Lot
from data.prepare import A_PRECISER, IMPORTE, REFUSE, Prepared
from data.report import accounting, anomalies_table
from pages.imports.questions import show_question
from pages.imports.session import Session
from pages.shared.export import Export, csv_bytes
from pages.shared.formatting import counted, escape, typeset
from pages.shared.tables import table_html

SYMBOLS = {IMPORTE: "✔ Prêt à publier", REFUSE: "✖ Refusé", A_PRECISER: "? À préciser"}
COLUMNS = {
    "gravite": "Suite donnée",
    "lignes": "Lignes du fichier",
    "colonne": "Colonne",
    "message": "Remarque et conseil",
}
OPENED = 6


def show_report(lot: Lot, session: Session) -> None:
    """Montre le sort de chaque fichier et sa question, puis toutes les remarques à télécharger."""
    st.subheader(headline(lot))
    ordered = sorted(lot.fichiers, key=lambda one: list(SYMBOLS).index(one.issue), reverse=True)
    for one in ordered:
        _show_file(one, session)
    table = anomalies_table(lot.fichiers)
    if table.height:
        st.download_button(
            "Télécharger toutes les remarques (CSV)",
            data=csv_bytes(Export("Remarques", table.rename(str.capitalize), (), "remarques")),
            file_name="remarques-import.csv",
            mime="text/csv",
            on_click="ignore",
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
    kind = formats()[one.format].label if one.format else "sorte inconnue"
    with st.container(border=True):
        st.markdown(f"**{SYMBOLS[one.issue]}** · {escape(one.nom, 'markdown')} · {kind}")
        if one.lignes["lues"]:
            st.caption(typeset(accounting(one).strip()))
        whole = one.anomalies.filter(pl.col("ligne").is_null())["message"]
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
