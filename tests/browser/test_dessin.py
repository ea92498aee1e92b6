"""Un graphique se dessine une fois, à sa largeur ; rien ne se télécharge sans servir."""

from __future__ import annotations

import re
import socket
from http.client import HTTPConnection

import pytest
from playwright.sync_api import WebSocketRoute

from pages.shared.frame.menu import HOME, MENU, SLIDES
from tests.support.ecran import visit
from tests.support.lots import unpacked
from tests.support.navigateur import HOST
from tests.support.parties import addresses
from tests.support.prises_ouvertes import socket_towards
from tests.support.trames_lues import listen

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


# Compte ce qui tient la place d'un élément dont le morceau n'est pas encore venu.
EMPTY = """() => { window.squelettes = 0;
    new MutationObserver(() => {
        window.squelettes += document.querySelectorAll('[data-testid="stSkeleton"]').length;
    }).observe(document, {subtree: true, childList: true}); }"""


def test_une_page_deja_vue_ne_se_dessine_jamais_vide(browser, server):
    """Un élément attendu par la page coûte 300 ms : c'est ce que React laisse à qui attend."""
    with visit(browser, server) as screen:
        screen.open("/heures?periode=2023")
        screen.page.add_init_script(f"({EMPTY})()")
        for path in ("/heures?periode=2023", "/?periode=2024"):
            screen.open(path)
            assert screen.page.evaluate("() => window.squelettes") == 0, path
        assert screen.problems == []


def test_un_filtre_change_vient_en_quelques_envois(browser, server):
    with visit(browser, server) as screen:
        frames: list[bytes | str] = []
        screen.page.on("websocket", lambda one: listen(one, frames))
        screen.open("/heures?periode=2023")
        frames.clear()
        screen.choose("annee", "2024")
        sent = [unpacked(one) for one in frames if isinstance(one, bytes)]
        # L'état, le dessin et sa fin, l'état ; deux de plus si le serveur a pris son temps.
        assert len(sent) <= 6 and sum(map(len, sent)) > 60
        assert screen.problems == []


RACINE = "document.documentElement.classList.contains"


def test_ce_qui_n_est_pas_refait_ne_palit_que_si_l_attente_dure(screen):
    page = screen.open("/heures?periode=2023").page
    shown = page.get_by_test_id("stElementContainer").last
    shown.evaluate("(un) => un.setAttribute('data-stale', 'true')")
    pale = "(un) => getComputedStyle(un).opacity < 1"
    run = "(etat) => document.querySelector('.stApp').setAttribute('data-test-script-state', etat)"
    page.evaluate(run, "running")
    page.wait_for_timeout(150)
    assert not shown.evaluate(pale)
    page.wait_for_timeout(600)
    assert shown.evaluate(pale) and page.evaluate(f"() => {RACINE}('en-attente')")
    page.evaluate(run, "notRunning")
    page.wait_for_timeout(100)
    assert not shown.evaluate(pale)
    # Une attente courte ne se voit jamais, même suivie d'une autre.
    for state in ("running", "notRunning") * 4:
        page.evaluate(run, state)
        page.wait_for_timeout(150)
        assert not page.evaluate(f"() => {RACINE}('en-attente')")


BANDEAU = """() => { const un = document.querySelector('.st-key-bandeau'); if (!un) return null;
    const place = getComputedStyle(un.parentElement);
    const collants = [...document.querySelectorAll('[data-testid="stMainBlockContainer"] *')]
        .filter((one) => getComputedStyle(one).position === 'sticky'
            && one.contains(un) !== one.matches('[data-testid="stLayoutWrapper"]'));
    return [place.position, place.top, collants.length]; }"""


def test_la_phrase_des_filtres_reste_en_haut_de_chaque_page(browser, server):
    seen = 0
    with visit(browser, server) as screen:
        screen.count_messages().open("/?periode=2023")
        for path in (f"/{name}?periode=2023" for name in MENU if name not in (HOME, SLIDES)):
            screen.follow(path)
            found = screen.page.evaluate(BANDEAU)
            assert found in (None, ["sticky", "0px", 0]), path
            seen += found is not None
        assert seen > 10
        # Le volet fermé, son bouton garde le haut : elle s'arrête dessous.
        screen.follow("/heures?periode=2023")
        screen.page.get_by_test_id("stSidebar").hover()
        screen.page.get_by_test_id("stSidebarCollapseButton").locator("button").click()
        screen.page.get_by_test_id("stExpandSidebarButton").wait_for()
        assert screen.settle().page.evaluate(BANDEAU)[1] != "0px"
        screen.page.get_by_test_id("stExpandSidebarButton").click()
        assert screen.settle().page.evaluate(BANDEAU)[1] == "0px"
        # D'une page au diaporama, et retour : ce que dit la racine suit ce qu'on voit.
        screen.follow("/pleniere")
        assert screen.page.evaluate(f"() => {RACINE}('en-diapo')")
        assert not screen.page.get_by_test_id("stSidebar").is_visible()
        screen.follow("/heures?periode=2023")
        assert not screen.page.evaluate(f"() => {RACINE}('en-diapo')")
        assert screen.page.get_by_test_id("stSidebar").is_visible()


def test_le_vrai_serveur_envoie_sans_attendre_d_accuse(server):
    link = HTTPConnection(HOST, server.port)
    link.connect()
    link.request("GET", "/_stcore/health")
    assert link.getresponse().read() == b"ok"
    with socket_towards(server.pid, link.sock.getsockname()) as opened:
        assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    link.close()


def test_un_serveur_d_avant_les_lots_se_lit_encore(browser, server):
    """Un onglet resté ouvert pendant qu'on remet l'ancienne version."""
    with visit(browser, server) as screen:

        def one_by_one(here: WebSocketRoute) -> None:
            there = here.connect_to_server()
            there.on_message(lambda frame: [here.send(one) for one in unpacked(frame)])

        screen.page.route_web_socket(re.compile("/_stcore/stream"), one_by_one)
        screen.open("/heures?periode=2023").choose("annee", "2024")
        assert screen.page.evaluate(SHOWN) > 1
        assert screen.problems == []
