"""La page Territoires dans Chromium : choisir, descendre au marché, imprimer, emporter."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from pages.territoires.classeur import SHEETS
from tests.support.ecran import Screen, kept, number, visit
from tests.support.impression import A4_PT, USEFUL_PX, VISIBLE, boxes
from tests.support.navigateur import Server

COVE, GRAND_AVIGNON, ENCLAVE = "248400053", "248400251", "200040681"
HERE = f"periode=2025&epci={COVE}"
# Le plus long des noms, les EPCI à cheval, un lieu sans rien, tout : deux pages toujours.
PRINTED = (
    "periode=tout",
    HERE,
    f"periode=2025&epci={GRAND_AVIGNON}&axe=residence",
    f"periode=2025-S1&epci={ENCLAVE}&structure=CIE84",
    "periode=2023&qpv=QN08402M",
    "periode=2023&commune=84002",
)
# Partie de la page -> ses indicateurs qui ont un tableau à l'écran et une feuille au classeur.
ON_SCREEN = {
    "carte": ("portrait",),
    "heures": (
        "heures_realisees_par_mois",
        "heures_realisees_par_annee",
        "heures_par_donneur_ordre",
    ),
    "publics": ("beneficiaires_par_categorie", "sorties_a_six_mois", "beneficiaires_par_qpv"),
    "marches": ("marches_par_programme", "entreprises_par_type"),
    "financement": ("financement_par_epci", "cle_repartition"),
    "achats": ("pnad_acheteurs",),
    "comite": ("comite_technique", "six_mois_par_structure"),
}
# Ce qui s'imprime et dépasse de la largeur utile.
CUT = """(width) => [...document.querySelectorAll('.feuille *')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > width + 1 || box.left < -1;
}).map((one) => one.innerText || one.tagName)"""


@pytest.fixture(scope="module")
def workbook(browser: Browser, server: Server) -> openpyxl.Workbook:
    """Le classeur de la CoVe en 2025, tel que la personne le télécharge."""
    with visit(browser, server) as one:
        one.open(f"/territoires?partie=emporter&{HERE}").press("Préparer le classeur")
        button = one.page.get_by_role("button", name="Télécharger le classeur")
        with one.page.expect_download() as waiting:
            button.click()
        assert waiting.value.suggested_filename == "territoire_2025_cove_2026-09-30.xlsx"
        return openpyxl.load_workbook(kept(waiting.value))


WATCHED = """() => new MutationObserver(() => {
    window.vue ||= document.querySelector('[role="progressbar"]') !== null;
}).observe(document.body, { subtree: true, childList: true })"""


def address(screen: Screen) -> dict[str, str]:
    return {name: one[0] for name, one in parse_qs(urlsplit(screen.page.url).query).items()}


def test_un_clic_sur_la_carte_choisit_le_territoire_et_garde_la_periode(screen: Screen) -> None:
    screen.open("/territoires?periode=2025")
    layer = screen.page.locator('[data-testid="stPlotlyChart"] .nsewdrag').first
    layer.scroll_into_view_if_needed()
    box = layer.bounding_box()
    assert box
    before = screen.page.url
    # Le milieu du cadre : le Comtat ; peu importe l'EPCI, il doit être choisi partout.
    screen.page.mouse.click(box["x"] + 0.36 * box["width"], box["y"] + 0.5 * box["height"])
    screen.page.wait_for_url(lambda one: one != before)
    screen.settle()
    found = address(screen)
    assert found["periode"] == "2025" and re.fullmatch(r"\d{9}", found["epci"])
    chosen = screen.page.locator(".bandeau .vue").inner_text().split(" · ")[1]
    assert chosen in screen.page.locator(".reponse strong").first.inner_text()
    screen.page.go_back()
    screen.shows("2025 · tout le Vaucluse · lieu des travaux")


def test_la_liste_fait_la_meme_chose_au_clavier(screen: Screen) -> None:
    screen.open("/territoires?periode=2025&partie=comite")
    field = screen.page.locator(".st-key-territoire_choisi input")
    field.focus()
    before = screen.page.url
    screen.page.keyboard.type("CoVe (EPCI)")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(lambda one: one != before)
    screen.shows("2025 · CoVe · lieu des travaux")
    assert address(screen) == {"periode": "2025", "partie": "comite", "epci": COVE}


def test_du_comite_a_un_marche_et_retour(screen: Screen) -> None:
    screen.open(f"/territoires?partie=comite&{HERE}")
    link = screen.page.locator(".tableau.marches.comite a").first
    lot = link.locator(".detail").inner_text()
    link.click()
    screen.page.wait_for_url(lambda one: "marche=" in one)
    screen.settle()
    assert address(screen)["epci"] == COVE and address(screen)["partie"] == "marches"
    expect(screen.page.locator(".st-key-indicateur_marche_mois")).to_contain_text(lot)
    screen.page.go_back()
    screen.page.wait_for_url(lambda one: "partie=comite" in one)
    screen.settle()
    expect(screen.page.locator(".volets h2").first).to_be_visible()
    assert not screen.problems and not screen.foreign


def test_le_lien_rouvre_la_meme_page_ailleurs(
    browser: Browser, server: Server, screen: Screen
) -> None:
    screen.open(f"/territoires?partie=emporter&{HERE}&trimestre=2025-T2")
    link = screen.page.get_by_role("link", name="Lien de ce territoire, à copier")
    target = urlsplit(link.get_attribute("href") or "")
    with visit(browser, server) as other:
        other.open(f"/{target.path.rpartition('/')[2]}?{target.query}")
        other.shows("2025 · CoVe · lieu des travaux")
        assert address(other)["trimestre"] == "2025-T2"


@pytest.mark.parametrize("asked", PRINTED)
def test_la_feuille_tient_sur_deux_pages_a4_et_rien_ne_depasse(screen: Screen, asked: str) -> None:
    screen.open(f"/territoires?partie=emporter&{asked}")
    screen.page.set_viewport_size({"width": USEFUL_PX, "height": 1000})
    screen.page.emulate_media(media="print")
    screen.settle()
    assert screen.page.evaluate(CUT, USEFUL_PX) == []
    sizes = boxes(screen.page.pdf(prefer_css_page_size=True))
    assert len(sizes) == 2
    for width, height in sizes:
        assert abs(float(width) - A4_PT[0]) <= 2 and abs(float(height) - A4_PT[1]) <= 2


def test_la_feuille_s_imprime_seule_avec_ses_mentions(screen: Screen) -> None:
    screen.open(f"/territoires?partie=emporter&{HERE}")
    answer = screen.page.locator(".reponse strong").first.inner_text()
    screen.page.emulate_media(media="print")
    hidden = ('[data-testid="stSidebar"]', ".imprimer", "h1", ".st-key-bandeau .vue",
              ".st-key-preparer_classeur", ".st-key-outils_lien_territoire")  # fmt: skip
    for selector in hidden:
        assert screen.page.evaluate(VISIBLE, selector) == 0, selector
    pages = screen.page.locator(".feuille").all_inner_texts()
    assert len(pages) == 2 and answer in pages[0]
    for words in ("CoVe", "2025 · lieu des travaux", "Données au 30 septembre 2026",
                  "Chiffres exacts, ne pas diffuser", "Données d'exemple"):  # fmt: skip
        assert all(words in page for page in pages), words
    image = screen.page.locator(".feuille img")
    assert image.get_attribute("alt") == "CoVe dans le Vaucluse"
    assert image.evaluate("(one) => one.naturalWidth > 0")


@pytest.mark.parametrize("part", ON_SCREEN)
def test_chaque_nombre_du_classeur_est_celui_de_l_ecran(
    screen: Screen, workbook: openpyxl.Workbook, part: str
) -> None:
    screen.open(f"/territoires?partie={part}&{HERE}")
    for name in ON_SCREEN[part]:
        heads, *shown = screen.table(name)
        sheet = workbook[SHEETS[name]]
        written = [without_spaces(str(cell.value)) for cell in sheet[1]]
        assert written == [without_spaces(one) for one in heads], name
        compared = 0
        for texts, cells in zip(shown, sheet.iter_rows(min_row=2, values_only=True), strict=False):
            for text, cell in zip(texts, cells, strict=True):
                compared += same(text, cell, f"{name} : {text} et {cell}")
        assert compared or not shown, name


def without_spaces(text: str) -> str:
    return re.sub(r"\s", " ", text)


def same(text: str, cell: object, said: str) -> int:
    """Compare un nombre lu à celui du classeur, à l'arrondi de l'écran ; rend 1 s'il y en a un."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return 0
    decimals = len(text.partition(",")[2].rstrip("\u00a0\u202f %"))
    # Le classeur garde deux décimales.
    assert abs(number(text) - cell) <= 0.5 * 10**-decimals + 0.005, said
    return 1


def test_la_progression_se_lit_et_le_classeur_ne_se_refait_pas_pour_rien(screen: Screen) -> None:
    screen.open(f"/territoires?partie=emporter&periode=2024&epci={COVE}")
    # La barre peut passer plus vite qu'un test ne regarde : la page la note.
    screen.page.evaluate(WATCHED)
    screen.page.get_by_role("button", name="Préparer le classeur").click()
    expect(screen.page.get_by_role("button", name="Télécharger le classeur")).to_be_visible()
    screen.settle()
    assert screen.page.evaluate("() => window.vue"), "aucune barre de progression"
    assert screen.page.get_by_role("progressbar").count() == 0
