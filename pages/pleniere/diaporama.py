"""L'écran de la plénière : une diapositive, et la barre de commandes dessous."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st

import queries
from pages.pleniere.commandes import show_commandes
from pages.pleniere.drawing import BESIDE_PX, HEIGHT_PX, MAP_PX, TALL_PX, WIDTH_PX, draw
from pages.pleniere.seance import Seance
from pages.pleniere.slide import Dessin, Slide
from pages.pleniere.slides.decisions import sentence
from pages.shared.definitions import said
from pages.shared.filters import Options
from pages.shared.show import EXAMPLE
from pages.shared.source import State, options_of, read_state

CONFIG = {"displayModeBar": False, "responsive": False, "staticPlot": True}
NOTES_MONTREES = 2
# Au-delà, en caractères, les phrases d'une diapositive sans graphique s'écrivent plus petit.
MUCH_TEXT = 700
GAP_PX = 24
EMPTY = "Aucune donnée publiée pour l'instant : il n'y a rien à projeter."


def show_diaporama() -> None:
    """Montre la diapositive que demande l'adresse, et de quoi passer aux autres."""
    state = read_state()
    if state is None:
        _say(EMPTY)
        return
    try:
        choices = queries.run_protected("filtres_possibles", state.store, state.generation)
    except queries.CubeAbsent as absent:
        _say(str(absent))
        return
    options = options_of(choices, state.est_exemple)
    seance = read_seance(st.query_params.to_dict(), state, options)
    slides = seance.shown()
    asked = st.query_params.get("diapo", "")
    rank = next((place for place, one in enumerate(slides) if one.code == asked), 0)
    with st.container(key="diapo"):
        show_slide(slides[rank], seance, est_exemple=state.est_exemple)
    with st.container(key="commandes", horizontal=True, vertical_alignment="center", gap="small"):
        show_commandes(seance, options, slides, rank, est_exemple=state.est_exemple)


def read_seance(address: Mapping[str, str], state: State, options: Options) -> Seance:
    """Lit la séance dans l'adresse ; une valeur inconnue laisse celle par défaut.

    L'année s'écrit aussi `periode`, comme sur les autres pages.
    """
    asked = address.get("annee") or address.get("periode", "")[:4]
    default = options.periode if options.periode.isdigit() else str(max(options.annees, default=0))
    epci = address.get("epci", "")
    seance = Seance(
        store=state.store,
        generation=state.generation,
        annee=int(asked if asked.isdigit() and int(asked) in options.annees else default),
        epci=epci if epci in options.epci else "",
        photo=address.get("photo", ""),
    )
    if not seance.photo or seance.figee:
        return seance
    return Seance(state.store, state.generation, seance.annee, seance.epci)


def _say(phrase: str) -> None:
    with st.container(key="diapo"):
        st.html(f'<h1 class="constat-diapo">Plénière</h1><p class="phrase">{said(phrase)}</p>')


def show_slide(slide: Slide, seance: Seance, *, est_exemple: bool) -> None:
    """Montre une diapositive : constat, mesure, graphique et chiffres, source et règle."""
    st.html(
        f'<h1 class="constat-diapo">{said(slide.titre)}</h1>'
        f'<p class="mesure-diapo">{said(slide.mesure)}</p>'
    )
    side = side_html(slide, seance)
    if slide.dessin is None:
        dense = " dense" if sum(map(len, slide.phrases)) > MUCH_TEXT else ""
        st.html(f'<div class="seule{dense}">{side}</div>')
    elif side:
        width = MAP_PX if _is_map(slide) else BESIDE_PX
        left, right = st.columns([width, WIDTH_PX - GAP_PX - width], gap="medium")
        with left:
            _show_chart(slide, seance, width)
        with right:
            st.html(f'<div class="cote">{side}</div>')
    else:
        _show_chart(slide, seance, WIDTH_PX)
    st.html(foot_html(slide, seance, est_exemple=est_exemple))


def _is_map(slide: Slide) -> bool:
    return slide.dessin is not None and slide.dessin.forme == "carte"


def _show_chart(slide: Slide, seance: Seance, width: int) -> None:
    assert slide.dessin is not None
    height = HEIGHT_PX if slide.regle else TALL_PX
    figure = draw(slide.dessin, seance.epci, width, height)
    key = f"dessin_{slide.code}"
    with st.container(key=f"cadre_{width}_{height}"):
        st.plotly_chart(
            figure, theme=None, config=CONFIG, alt=slide.titre, key=key, width="content"
        )


def side_html(slide: Slide, seance: Seance) -> str:
    """Rend ce qui accompagne le graphique : chiffres, phrases, légende d'une carte, notes."""
    cards = "".join(
        f'<div class="chiffre-diapo"><p class="nombre-diapo{_size(text)}">{said(text)}</p>'
        f'<p class="nom-diapo">{said(label)}</p></div>'
        for label, text in slide.chiffres
    )
    phrases = [] if _is_map(slide) else list(slide.phrases)
    if slide.code != "decisions":
        own = [one for one in seance.notes if one.diapositive == slide.code]
        phrases += [sentence(one) for one in own[-NOTES_MONTREES:]]
    said_phrases = "".join(f'<p class="phrase">{said(one)}</p>' for one in phrases)
    figures = f'<div class="chiffres-diapo">{cards}</div>' if cards else ""
    ranking = ranking_html(slide.dessin) if slide.dessin else ""
    return figures + said_phrases + ranking


def _size(text: str) -> str:
    # Un mot (« non publié ») n'a pas besoin de la taille d'un nombre.
    return "" if any(one.isdigit() for one in text) else " mots"


def ranking_html(drawing: Dessin) -> str:
    """Rend la liste numérotée d'une carte : la pastille de chaque EPCI, son nom, sa valeur."""
    if drawing.forme != "carte":
        return ""
    rows = "".join(
        f"<li><span>{said(name)}</span><b>{said(text)}</b></li>"
        for name, text in zip(drawing.categories, drawing.series[0].textes, strict=True)
    )
    return f'<ol class="rangs">{rows}</ol>'


def foot_html(slide: Slide, seance: Seance, *, est_exemple: bool) -> str:
    """Rend le pied : source, date, photo, et la règle des effectifs."""
    photo = seance.figee
    parts = [
        f"Source : {slide.source}",
        f"Données au {slide.date_donnees}",
        f"Périmètre : {slide.perimetre}",
        f"Photo « {photo.nom} »" if photo else "",
        queries.CREDIT_CONTOURS if _is_map(slide) else "",
        EXAMPLE.split(", calées")[0] if est_exemple else "",
    ]
    line = " · ".join(part for part in parts if part)
    rule = f"<p>{said(slide.regle)}</p>" if slide.regle else ""
    return f'<div class="pied-diapo"><p>{said(line)}</p>{rule}</div>'


def table_of(slide: Slide) -> pl.DataFrame:
    """Rend le tableau derrière une diapositive, tout en textes, aux en-têtes français."""
    heads, *rows = slide.tableau or ((),)
    return pl.DataFrame([dict(zip(heads, row, strict=True)) for row in rows])
