"""La plénière dans un vrai Chromium : clavier, tailles, et chaque nombre envoyé au navigateur."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

import queries
from tests.support import magasin_pleniere
from tests.support.ecran import Screen, visit
from tests.support.mise_en_page import BAD_TEXTS, OVERFLOW, resize
from tests.support.mots_anglais import english
from tests.support.navigateur import SIZES, Server, serve_store
from tests.support.queries_store import COVE, LMV
from tests.support.trames_lues import listen, numbers, sent_texts

# Taille des textes visibles d'une diapositive, en pixels à l'écran.
SIZES_OF = """(selector) => [...document.querySelectorAll(selector)]
    .filter((one) => one.checkVisibility() && one.textContent.trim())
    .map((one) => [one.textContent.trim(),
        parseFloat(getComputedStyle(one).fontSize) * one.getBoundingClientRect().height
        / (one.offsetHeight || one.getBoundingClientRect().height)])"""
# Textes coupés ou hors de la fenêtre.
CUT = """() => [...document.querySelectorAll('.st-key-diapo p, .st-key-diapo li, .st-key-diapo h1,'
    + '.st-key-commandes button')].filter((one) => {
        const box = one.getBoundingClientRect();
        return one.checkVisibility() && !one.closest('.st-key-diapo_bouts')
            && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1
                || one.scrollWidth > one.clientWidth + 2);
    }).map((one) => one.textContent)"""
CODES = magasin_pleniere.sans_photo()


@pytest.fixture(scope="module")
def server(
    browser: Browser, magasin_protege: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("pleniere")
    with serve_store(magasin_protege, folder, CLAUSES_VUE="pleniere") as one:
        yield one


@pytest.fixture
def screen(browser: Browser, server: Server) -> Iterator[Screen]:
    with visit(browser, server) as one:
        yield one


def place_of(place: int) -> str:
    return f"{place} sur {len(CODES)}"


def title(page: Page) -> str:
    return page.locator(".constat-diapo").inner_text()


def rank(page: Page) -> str:
    return page.locator(".rang-diapo").inner_text()


def press(screen: Screen, key: str, expected: str) -> None:
    screen.page.keyboard.press(key)
    expect(screen.page.locator(".rang-diapo")).to_have_text(expected)


def each_slide(screen: Screen, annee: int, epci: str) -> Iterator[str]:
    """Ouvre le diaporama et rend le code de chaque diapositive, une fois à l'écran."""
    screen.open(f"/pleniere?annee={annee}&diapo={CODES[0]}&epci={epci}")
    for place, code in enumerate(CODES, start=1):
        if place > 1:
            press(screen, "ArrowRight", place_of(place))
            screen.settle()
        yield code


def test_le_clavier_mene_partout(screen):
    screen.open("/pleniere?annee=2023")
    for key, expected in [
        ("ArrowRight", place_of(2)), ("Space", place_of(3)), ("ArrowLeft", place_of(2)),
        ("PageDown", place_of(3)), ("PageUp", place_of(2)), ("End", place_of(len(CODES))),
        ("ArrowRight", place_of(len(CODES))), ("Home", place_of(1)), ("ArrowLeft", place_of(1)),
    ]:  # fmt: skip
        press(screen, key, expected)
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_url("**/protection*")


def test_deux_pressions_rapides_font_deux_pas(screen):
    screen.open("/pleniere?annee=2023")
    for _ in range(4):
        screen.page.keyboard.press("ArrowRight")
    expect(screen.page.locator(".rang-diapo")).to_have_text(place_of(5))
    assert f"diapo={CODES[4]}" in screen.page.url


def test_aucune_pression_ne_se_perd_quand_le_serveur_traine(screen):
    """Cinq pas et un retour pendant que le serveur répond : le rang est celui qu'on a compté."""
    screen.open("/pleniere?annee=2023")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "Space"):
        screen.page.keyboard.press(key)
        screen.page.wait_for_timeout(70)
    expect(screen.page.locator(".rang-diapo")).to_have_text(place_of(5))
    screen.settle()
    assert rank(screen.page) == place_of(5)


@pytest.mark.parametrize(
    ("key", "expected"), [("ArrowRight", 2), ("Space", 2), ("End", len(CODES)), ("Home", 1)]
)
def test_une_liste_servie_rend_les_touches_au_diaporama(screen, key, expected):
    screen.open("/pleniere?annee=2023")
    screen.pick(screen.page.locator(".st-key-diapo_annee input"), "2024")
    screen.pick(screen.page.locator(".st-key-diapo_epci input"), "CoVe")
    press(screen, key, place_of(expected))


def test_echap_quitte_apres_une_liste(screen):
    screen.open("/pleniere?annee=2023")
    screen.pick(screen.page.locator(".st-key-diapo_annee input"), "2024")
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_url("**/protection*")


def test_changer_d_annee_ou_d_epci_redessine_la_meme_diapositive(screen):
    screen.open("/pleniere?annee=2023&diapo=heures")
    screen.pick(screen.page.locator(".st-key-diapo_annee input"), "2024")
    assert "8\u202f640 heures réalisées en 2024" in title(screen.page)
    screen.pick(screen.page.locator(".st-key-diapo_epci input"), "CoVe")
    assert title(screen.page).startswith("CoVe · 5\u202f760 heures")
    assert rank(screen.page) == place_of(CODES.index("heures") + 1)
    # Une flèche dans une liste de choix reste à la liste.
    screen.page.locator(".st-key-diapo_annee input").focus()
    screen.page.keyboard.press("ArrowLeft")
    screen.settle()
    assert rank(screen.page) == place_of(CODES.index("heures") + 1)


@pytest.mark.parametrize("epci", ["", COVE, LMV])
def test_chaque_diapositive_est_entiere_et_lisible_du_fond(screen, epci):
    for code in each_slide(screen, 2023, epci):
        for size in SIZES:
            resize(screen, *size)
            check_slide(screen, code)
    assert screen.problems == [] and screen.foreign == []


def check_slide(screen: Screen, code: str) -> None:
    page = screen.page
    assert page.evaluate(CUT) == [], code
    assert page.evaluate(OVERFLOW) == [0, 0], code
    assert page.evaluate(BAD_TEXTS) == [], code
    assert english(screen) == [], code
    texts = page.evaluate(SIZES_OF, ".st-key-diapo p, .st-key-diapo li, .st-key-diapo h1")
    assert min(px for _, px in texts) >= 19.5, code
    charts = page.evaluate(SIZES_OF, ".st-key-diapo .main-svg text")
    assert all(px >= 19.5 for _, px in charts), code
    figures = page.evaluate(SIZES_OF, ".nombre-diapo")
    assert all(px >= 39.5 for _, px in figures), code


def test_un_serveur_de_pleniere_n_a_que_deux_pages(screen):
    screen.open("/protection")
    links = screen.page.locator(".st-key-pages a").all_inner_texts()
    assert links == ["Plénière", "Protection"]
    for path in ("/heures", "/imports", "/annexe2", "/"):
        screen.open(path)
        assert screen.page.locator(".constat-diapo").count() == 1, path


def test_chaque_nombre_envoye_au_navigateur_est_dans_le_cube(browser, server):
    """Toutes les trames, colonnes cachées et survol compris, diapositive après diapositive."""
    allowed = cube_numbers(server)
    frames: list[bytes] = []
    with visit(browser, server) as screen:
        screen.page.on("websocket", lambda one: listen(one, frames))
        for annee, epci in product((2023, 2024), ("", COVE, LMV)):
            for _ in each_slide(screen, annee, epci):
                pass
    sent = list(sent_texts(frames))
    assert len(sent) > 500
    wrong = {(text, one) for text in sent for one in numbers(text) if one not in allowed}
    assert not wrong, sorted(wrong)[:20]


def cube_numbers(server: Server) -> set[float]:
    """Rend tout nombre du fichier protégé, arrondi de 0 à 2 décimales, et ceux du calendrier."""
    found = {float(one) for one in range(13)} | {20.0, 25.0, 50.0, 75.0, 100.0}
    for name in queries.protected_names():
        for filters in _filters():
            try:
                frame = queries.run_protected(name, server.store, **filters)
            except queries.DemandeInvalide:
                continue
            found |= set(_numbers_of(frame))
    # Mots de la page : rang de la diapositive, jour des données, articles, seuils de la règle.
    return found | {float(one) for one in range(1, 32)} | {84.0, 2022.0, 2025.0, 2026.0}


def _filters() -> Iterator[dict[str, object]]:
    for annee, epci in product((None, 2023, 2024), (None, COVE, LMV)):
        given = {"annee": annee, "epci": epci}
        yield {name: value for name, value in given.items() if value is not None}


def _numbers_of(frame: pl.DataFrame) -> Iterator[float]:
    for row in frame.iter_rows():
        for value in row:
            if isinstance(value, bool) or value is None:
                continue
            if isinstance(value, int | float):
                yield from (round(abs(float(value)), places) for places in (0, 1, 2))
                yield float(int(abs(value) + 0.5))
            else:
                yield from numbers(str(value))


def test_sans_chiffres_proteges_le_diaporama_le_dit_en_haut_et_se_quitte(
    browser, magasin_exemples, tmp_path
):
    with serve_store(magasin_exemples, tmp_path) as server, visit(browser, server) as screen:
        page = screen.open("/pleniere").page
        words = page.get_by_text("Cette publication n'a pas de chiffres protégés")
        assert words.bounding_box()["y"] < 200
        page.keyboard.press("Escape")
        expect(page.get_by_role("heading", name="Où en est la clause sociale")).to_be_visible()
        assert screen.settle().problems == []
