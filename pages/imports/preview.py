"""Avant de publier : ce qui changera, en lignes puis en chiffres, rien n'étant encore servi."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import streamlit as st

import queries
from data.formats import formats
from data.importer import Lot, is_unchanged, next_content
from data.load import changes
from data.publish import current, publish_tables, read_database
from data.reference import labels
from pages.imports.access import own_structures
from pages.shared.frame.tables import table_html
from pages.shared.words.formatting import number

LINES = {
    "format": "Sorte d'export",
    "structure": "Structure",
    "lignes_avant": "Lignes avant",
    "lignes_apres": "Lignes après",
    "ajoutees": "Ajoutées",
    "remplacees": "Remplacées",
    "retirees": "Retirées",
}


FIGURES = {
    "heures_realisees": "Heures réalisées",
    "beneficiaires": "Bénéficiaires",
    "entreprises": "Entreprises attributaires",
    "marches_en_cours": "Marchés clausés en cours",
    "donneurs_ordre_accompagnes": "Donneurs d'ordre accompagnés",
    "sorties_positives": "Sorties positives à six mois",
}


def show_preview(lot: Lot) -> bool:
    """Montre ce que la publication changerait ; rend faux si rien ne changerait."""
    served = current()
    after = next_content(lot, served)
    leaves_examples = served is not None and served.est_exemple
    before = read_database(None if leaves_examples else served)
    own = own_structures(st.context.headers)
    table = changes(before, after)
    if own is not None:
        table = table.filter(pl.col("structure").is_in(own))
    if leaves_examples:
        st.info("Premier import réel : toutes les données d'exemple, inventées, seront retirées.")
    if not leaves_examples and is_unchanged(after, before):
        st.success("Ces fichiers disent exactement ce qui est déjà publié : rien ne changera.")
        return False
    st.subheader("Ce qui va changer")
    if table.height:
        st.html(table_html(_in_words(table), "Lignes avant et après"))
    else:
        st.markdown(
            "Les mêmes lignes, vues plus tard : seule la date d'extraction avance, et des "
            "échéances deviennent échues."
        )
    known = labels("structure")
    for code in sorted(own) if own else [""]:
        said = f"Chiffres clés de {known[code]}" if code else "Chiffres clés"
        st.html(table_html(totals(before, after, code), f"{said}, toutes périodes"))
    return True


def _in_words(table: pl.DataFrame) -> pl.DataFrame:
    kinds = {name: one.label for name, one in formats().items()}
    counts = [name for name in LINES if name not in ("format", "structure")]
    return table.select(
        pl.col("format").replace_strict(kinds),
        pl.col("structure").replace(labels("structure")).fill_null("Toutes"),
        *(
            pl.Series([number(count) for count in table[name]], dtype=pl.String).alias(name)
            for name in counts
        ),
    ).rename(LINES)


def totals(
    before: dict[str, pl.DataFrame], after: dict[str, pl.DataFrame], structure: str = ""
) -> pl.DataFrame:
    """Rend les chiffres clés, d'une structure ou de toutes, avant et après, par les requêtes."""
    first, second = _key_figures(before, structure), _key_figures(after, structure)
    return pl.DataFrame(
        {
            "Indicateur": [FIGURES[name] for name in second],
            "Avant": [number(first.get(name)) for name in second],
            "Après": [number(value) for value in second.values()],
        }
    )


def _key_figures(content: dict[str, pl.DataFrame], structure: str) -> dict[str, float | None]:
    with tempfile.TemporaryDirectory() as folder:
        publish_tables(content, Path(folder))
        given = {"structure": structure} if structure else {}
        frame = queries.run("chiffres_cles", store=Path(folder), droit=queries.TOTAL, **given)
    return {
        name: value
        for name, value in frame.select("indicateur", "valeur").iter_rows()
        if name in FIGURES
    }
