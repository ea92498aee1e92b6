"""L'écran de la plénière : une diapositive, et la barre de commandes dessous."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

import queries
from pages.pleniere.contexte import Read
from pages.pleniere.ecran.commandes import show_commandes
from pages.pleniere.ecran.drawing import BESIDE_PX, HEIGHT_PX, MAP_PX, TALL_PX, WIDTH_PX, draw
from pages.pleniere.ecran.sortie import show_exit
from pages.pleniere.seance import Seance
from pages.pleniere.slide import Dessin, Slide
from pages.pleniere.slides.decisions import sentence
from pages.shared.frame.filters import Options
from pages.shared.frame.footer import EXAMPLE
from pages.shared.frame.source import State, options_of, read_state
from pages.shared.words.formatting import escape, to_html, typeset

CONFIG = {"displayModeBar": False, "responsive": False, "staticPlot": True}
NOTES_MONTREES = 2
# Au-delà, en caractères, ce qu'on lit est plus serré : seul, ou à côté d'un graphique, où
# chaque chiffre en vaut cent.
MUCH_ALONE = 700
MUCH_BESIDE = 500
FIGURE_CHARS = 100
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
        _say(state.alerte or str(absent))
        return
    options = options_of(choices)
    seance = read_seance(st.query_params.to_dict(), state, options)
    slides = seance.shown()
    asked = st.query_params.get("diapo", "")
    rank = next((place for place, one in enumerate(slides) if one.code == asked), 0)
    with st.container(key="diapo"):
        show_slide(slides[rank], seance, est_exemple=state.est_exemple)
    with st.container(key="commandes", horizontal=True, vertical_alignment="center", gap="small"):
        show_commandes(seance, options, slides, rank, est_exemple=state.est_exemple)
    if state.alerte:
        st.warning(escape(typeset(state.alerte), "markdown"))


def read_seance(address: Mapping[str, str], state: State, options: Options) -> Seance:
    """Lit la séance dans l'adresse ; une valeur inconnue laisse celle par défaut.

    L'année s'écrit aussi `periode`, comme sur les autres pages.
    """
    asked = address.get("annee") or address.get("periode", "")[:4]
    default = str(default_year(state, options))
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


def default_year(state: State, options: Options) -> int:
    """Rend la dernière année complète qui a ce que le copil examine ; à défaut, celle des pages.

    Des heures sans mois manquant ni provisoire, des bénéficiaires, un taux de sorties, un plan de
    financement (convention, article 6).
    """
    read = partial(queries.run_protected, store=state.store, generation=state.generation)
    examined = (one for one in options.annees if _is_examined(read, one))
    full = (one for one in options.annees if _is_full(read, one))
    asked = options.periode
    other = int(asked) if asked.isdigit() else max(options.annees, default=0)
    return next(examined, next(full, other))


def _is_full(read: Read, annee: int) -> bool:
    state = read("completude", annee=annee)
    months = state["mois_manquants"].is_null() & state["mois_provisoires"].is_null()
    return bool(state.height and (state["mois_attendus"] == 12).all() and months.all())


def _is_examined(read: Read, annee: int) -> bool:
    if not _is_full(read, annee):
        return False
    keys = read("chiffres_cles", annee=annee).drop_nulls("valeur")["indicateur"].to_list()
    rates = read("taux_sorties", annee=annee)["taux_pct"]
    plan = read("financement_departement", annee=annee)["part_pct"]
    has_people = {"heures_realisees", "beneficiaires"} <= set(keys)
    return has_people and rates.is_not_null().any() and plan.is_not_null().any()


def _say(phrase: str) -> None:
    with st.container(key="diapo"):
        st.html(f'<h1 class="constat-diapo">Plénière</h1><p class="phrase">{to_html(phrase)}</p>')
    with st.container(key="commandes", horizontal=True):
        show_exit({})


def show_slide(slide: Slide, seance: Seance, *, est_exemple: bool) -> None:
    """Montre une diapositive : constat, mesure, graphique et chiffres, source et règle."""
    st.html(
        f'<h1 class="constat-diapo">{to_html(slide.titre)}</h1>'
        f'<p class="mesure-diapo">{to_html(slide.mesure)}</p>'
    )
    side = side_html(slide, seance)
    if slide.dessin is None:
        st.html(f'<div class="seule{_density(slide, seance, MUCH_ALONE, 0)}">{side}</div>')
    elif side:
        width = MAP_PX if _is_map(slide) else BESIDE_PX
        left, right = st.columns([width, WIDTH_PX - GAP_PX - width], gap="medium")
        with left:
            _show_chart(slide, seance, width)
        with right:
            density = _density(slide, seance, MUCH_BESIDE, FIGURE_CHARS)
            st.html(f'<div class="cote{density}">{side}</div>')
    else:
        _show_chart(slide, seance, WIDTH_PX)
    if slide.dessin is not None:
        st.html(table_html(slide))
    st.html(foot_html(slide, seance, est_exemple=est_exemple))


def table_html(slide: Slide) -> str:
    """Rend le tableau d'un dessin, que la feuille de style met à sa place au téléphone."""
    kept = [place for place, cells in enumerate(zip(*slide.tableau[1:], strict=True)) if any(cells)]
    heads, *rows = ([row[place] for place in kept] for row in slide.tableau)
    top = "".join(f'<th scope="col">{to_html(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{to_html(name)}</th>'
        + "".join(f"<td>{to_html(one)}</td>" for one in cells)
        + "</tr>"
        for name, *cells in rows
    )
    return (
        f'<table class="tableau-diapo"><caption>{to_html(slide.mesure)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    )


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
        f'<div class="chiffre-diapo"><p class="nombre-diapo{_size(text)}">{to_html(text)}</p>'
        f'<p class="nom-diapo">{to_html(label)}</p></div>'
        for label, text in slide.chiffres
    )
    phrases = _phrases(slide, seance)
    write = _followed if slide.code == "suites" else to_html
    said_phrases = "".join(f'<p class="phrase">{write(one)}</p>' for one in phrases)
    figures = f'<div class="chiffres-diapo">{cards}</div>' if cards else ""
    ranking = ranking_html(slide.dessin) if slide.dessin else ""
    return figures + said_phrases + ranking


def _followed(phrase: str) -> str:
    """Écrit la suite d'une décision, où elle en est d'abord et en gras."""
    state, mark, rest = phrase.partition(" · ")
    return f"<b>{to_html(state)}</b>{mark}{to_html(rest)}" if mark else to_html(phrase)


def _phrases(slide: Slide, seance: Seance) -> list[str]:
    phrases = [] if _is_map(slide) else list(slide.phrases)
    if slide.code == "decisions":
        return phrases
    own = [one for one in seance.notes if one.diapositive == slide.code]
    return phrases + [sentence(one) for one in own[-NOTES_MONTREES:]]


def _density(slide: Slide, seance: Seance, much: int, figure_chars: int) -> str:
    chars = sum(map(len, _phrases(slide, seance))) + figure_chars * len(slide.chiffres)
    return " dense" if chars > much else ""


def _size(text: str) -> str:
    # Un mot (« non publié ») n'a pas besoin de la taille d'un nombre.
    return "" if any(one.isdigit() for one in text) else " mots"


def ranking_html(drawing: Dessin) -> str:
    """Rend la liste numérotée d'une carte : la pastille de chaque EPCI, son nom, sa valeur."""
    if drawing.forme != "carte":
        return ""
    rows = "".join(
        f"<li><span>{to_html(name)}</span><b>{to_html(text)}</b></li>"
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
    rule = f"<p>{to_html(slide.regle)}</p>" if slide.regle else ""
    return f'<div class="pied-diapo"><p>{to_html(line)}</p>{rule}</div>'
