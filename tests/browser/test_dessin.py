"""Un graphique se dessine une fois, à sa largeur ; rien ne se télécharge sans servir."""

from __future__ import annotations

import pytest

from tests.support.ecran import visit
from tests.support.parties import addresses

# Compte les dessins de chaque graphique, sa largeur à chacun.
WATCH = """() => { window.dessins = []; let rang = 0;
    new MutationObserver((tous) => { for (const {target} of tous) {
        const un = target.closest?.('.js-plotly-plot');
        if (!un?.on || un.suivi) continue;
        un.suivi = ++rang;
        un.on('plotly_afterplot', () => window.dessins.push([un.suivi, un.layout.width]));
    } }).observe(document, {subtree: true, childList: true, attributes: true}); }"""
DRAWN = "() => window.dessins"
SHOWN = "() => document.querySelectorAll('.js-plotly-plot').length"
FONT = "MaterialSymbols"
CHARTS = [path for path in addresses(periode="2023") if path.startswith(("/?", "/heures", "/sor"))]


@pytest.mark.parametrize("path", CHARTS)
def test_chaque_graphique_se_dessine_une_fois_a_sa_largeur(screen, path):
    screen.page.add_init_script(f"({WATCH})()")
    screen.open(path)
    assert drawn_once(screen) == screen.page.evaluate(SHOWN)
    screen.page.evaluate("() => { window.dessins.length = 0 }")
    screen.choose("annee", "2024")
    assert 0 < drawn_once(screen) <= screen.page.evaluate(SHOWN)


def drawn_once(screen) -> int:
    """Rend combien de graphiques se sont dessinés : chacun une fois, en connaissant sa largeur."""
    drawn = screen.page.evaluate(DRAWN)
    ranks = [rank for rank, _ in drawn]
    assert len(set(ranks)) == len(ranks)
    assert all(width for _, width in drawn)
    return len(ranks)


def test_un_graphique_suit_la_largeur_de_la_fenetre(screen):
    screen.open("/heures?periode=2023")
    for width in (1280, 1920, 900):
        screen.page.set_viewport_size({"width": width, "height": 720})
        screen.settle()
    widths = "() => [...document.querySelectorAll('.js-plotly-plot')].map((un) => un.layout.width)"
    places = "() => [...document.querySelectorAll('.js-plotly-plot')].map((un) => un.clientWidth)"
    for drawn, place in zip(*map(screen.page.evaluate, (widths, places)), strict=True):
        assert abs(drawn - place) < 2


def test_la_police_des_pictogrammes_ne_vient_que_la_ou_elle_sert(browser, server):
    with visit(browser, server) as screen:
        asked: list[str] = []
        screen.page.on("request", lambda one: asked.append(one.url))
        screen.open("/heures?periode=2023")
        assert not [one for one in asked if FONT in one]
        # Le chevron d'un volet, la double flèche du volet des filtres : dessinés sans elle.
        for place in ("stPopoverButton", "stSidebarCollapseButton"):
            icon = screen.page.get_by_test_id(place).get_by_test_id("stIconMaterial").first
            assert "svg" in icon.evaluate("(un) => getComputedStyle(un).maskImage")
        screen.open("/imports")
        assert [one for one in asked if FONT in one]
        assert screen.problems == []


def test_un_lien_profond_ouvre_sa_prise_sans_chercher_le_serveur(browser, server):
    with visit(browser, server) as screen:
        asked: list[str] = []
        screen.page.on("request", lambda one: asked.append(one.url))
        screen.open("/heures?periode=2023")
        assert not [one for one in asked if "/heures/_stcore" in one]
        assert screen.problems == []
