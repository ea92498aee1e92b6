"""La phrase de tête de la page Imports : ce qui est publié, ce qui manque ou attend, où aller."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

from data.check import A_PRECISER
from data.importer import Lot
from pages.relances.lists import LISTES
from pages.shared.frame.filters import WHOLE, Filters
from pages.shared.frame.menu import show_link
from pages.shared.frame.screen import show_answer_sentences, show_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.completude import missing
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, day, join_words, to_html

NOTHING_YET = ("Rien n'est encore publié.", "Déposez un premier export : il peut arriver seul.")
COMPLETE = "Aucun mois fini ne manque."
NAMED = 2
LINES = "lignes"
# Ce qui reste à faire ou à relire, une fois les fichiers publiés.
NEXT = {"relances": "Ce qui est à relancer", "methode": "Tous les fichiers reçus, dans la méthode"}


def show_lead(lot: Lot | None) -> None:
    """Montre où en sont les données, ce qui manque ou attend une réponse, puis où regarder."""
    view = current_view()
    if view is None:
        show_answer_sentences(*NOTHING_YET)
        return
    places = sorted(view.droit.importe) or [WHOLE]
    for rank, place in enumerate(places):
        whole = replace(view, filters=Filters("tout", structure=place), est_projection=False)
        named = f"{view.options.place('structure', place)} : " if len(places) > 1 else ""
        _show_place(whole, named, None if rank else lot)
    with st.container(key="outils_imports", horizontal=True):
        for name, words in NEXT.items():
            show_link(name, words, {})


def _show_place(view: View, named: str, lot: Lot | None) -> None:
    """Dit où en est une structure, nommée s'il y en a plusieurs, ou toutes à la fois."""
    show_answer_sentences(f"{named}{received(view)}", waiting(view, lot))
    if lacks := missing(view.frame("completude")):
        items = "".join(f"<li>{to_html(one)}</li>" for one in lacks)
        show_html(f'<ul class="manques">{items}</ul>')


def received(view: View) -> str:
    """Dit la date des données, combien de fichiers sont reçus, et les derniers s'ils sont peu."""
    files = view.frame("imports_recus").with_columns(jour=pl.col("recu_le").dt.date())
    told = f"Données au {day(view.date_donnees)}"
    if files["jour"].null_count() == files.height:
        return f"{told}, sans fichier reçu."
    last = files.filter(pl.col("jour") == pl.col("jour").max())
    few = "le dernier" if last.height == 1 else "les derniers"
    when = f"{few} le {day(last['jour'][0])}"
    if last.height <= NAMED:
        # Le nom gardé finit par l'empreinte du fichier : elle ne dit rien à la lecture.
        when += f" ({join_words([one.rsplit(' · ', 1)[0] for one in last['fichier']])})"
    return f"{told} : {counted(files.height, 'fichier reçu', 'fichiers reçus')}, {when}."


def waiting(view: View, lot: Lot | None) -> str:
    """Dit ce qui attend : réponses aux questions d'un fichier déposé, lignes à corriger, mois."""
    asked = sum(one.issue == A_PRECISER for one in lot.fichiers) if lot else 0
    lines = view.frame(LISTES[LINES].query)
    told = [counted(asked, "fichier attend", "fichiers attendent") + " une réponse"] * bool(asked)
    told += [LISTES[LINES].counted(lines)] * bool(lines.height)
    said = f"{sentence(join_words(told))}." if told else "Rien n'attend de réponse."
    return said if missing(view.frame("completude")) else f"{said} {COMPLETE}"
