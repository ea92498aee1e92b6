"""L'annexe 2 imprimée sur A4 par Chromium : rien ne manque, rien n'est coupé."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

import queries
from tests.support.ecran import Screen, visit
from tests.support.impression import A4_PT, USEFUL_PX, VISIBLE, boxes
from tests.support.navigateur import Server

HEIGHT_PX = round(297 / 25.4 * 96)
# Cellules qui dépassent de la feuille, ou dont le texte est coupé.
CUT = """(width) => {
    const cells = [...document.querySelectorAll('.tableau.annexe th, .tableau.annexe td')];
    return cells.filter((one) => {
        const box = one.getBoundingClientRect();
        return box.right > width + 1 || box.left < -1 || !box.width || !box.height
            || one.scrollWidth > one.clientWidth + 1;
    }).map((one) => one.innerText);
}"""
# Une boîte qui défile ne s'imprime que par sa fenêtre : aucune ne doit entourer le tableau.
SCROLLING = """() => {
    const found = [];
    for (let one = document.querySelector('.tableau.annexe table'); one; one = one.parentElement) {
        const style = getComputedStyle(one);
        const is_page = one === document.body || one === document.documentElement;
        if (!is_page && style.overflow !== 'visible') found.push(one.className + style.overflow);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def printed(browser: Browser, server: Server) -> Iterator[Screen]:
    """La page Annexe 2 telle que l'imprimante la voit, à la largeur utile d'une feuille."""
    with visit(browser, server) as screen:
        screen.open("/annexe2?periode=2023")
        screen.page.set_viewport_size({"width": USEFUL_PX, "height": HEIGHT_PX})
        screen.page.emulate_media(media="print")
        yield screen.settle()


def test_rien_ne_depasse_de_la_feuille(printed: Screen) -> None:
    assert printed.page.evaluate(CUT, USEFUL_PX) == []
    assert printed.page.evaluate("() => document.documentElement.scrollWidth") <= USEFUL_PX + 1
    assert printed.page.evaluate(SCROLLING) == []


def test_toutes_les_lignes_et_les_mentions_sont_la(printed: Screen, server: Server) -> None:
    frame = queries.run("annexe_2", store=server.store, periode="2023")
    assert printed.page.evaluate(VISIBLE, ".tableau.annexe tbody tr") == frame.height
    assert printed.page.evaluate(VISIBLE, ".tableau.annexe tbody td") == 4 * frame.height
    seen = printed.page.locator("body").inner_text()
    for words in ("Annexe 2", "2023 · tout le Vaucluse", "Données au 30 septembre 2026",
                  "Chiffres exacts, ne pas diffuser", "Données d'exemple"):  # fmt: skip
        assert words in seen


def test_le_reste_de_l_ecran_ne_s_imprime_pas(printed: Screen) -> None:
    for selector in ('[data-testid="stSidebar"]', ".imprimer", '[class*="st-key-outils_"]'):
        assert printed.page.evaluate(VISIBLE, selector) == 0, selector


def test_une_ligne_ne_se_coupe_pas_et_l_en_tete_se_repete(printed: Screen) -> None:
    style = "([one, name]) => getComputedStyle(document.querySelector(one))[name]"
    assert printed.page.evaluate(style, [".tableau.annexe tbody tr", "breakInside"]) == "avoid"
    shown = printed.page.evaluate(style, [".tableau.annexe thead", "display"])
    assert shown == "table-header-group"


@pytest.mark.parametrize("options", ({"prefer_css_page_size": True}, {"format": "A4"}))
def test_le_pdf_est_en_a4_et_tient_en_quelques_pages(
    printed: Screen, options: dict[str, object]
) -> None:
    content = printed.page.pdf(**options)
    sizes = {tuple(round(float(one)) for one in found) for found in boxes(content)}
    assert sizes, "Aucune page trouvée dans le PDF"
    for width, height in sizes:
        assert abs(width - A4_PT[0]) <= 2 and abs(height - A4_PT[1]) <= 2
    # Un tableau enfermé dans une boîte qui défile n'imprimerait que sa première page.
    assert 3 <= len(boxes(content)) <= 8
