"""Chaque page, chaque partie, chaque diapositive, dans un vrai Chromium, à trois tailles.

En français, entière, atteinte au clavier et à la voix, sans bruit ni appel au-dehors.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pages.pleniere.edition.statique import edition_bytes
from pages.shared.frame.menu import SECTIONS, SLIDES
from tests.support.accessible import jumps, same_names, serious
from tests.support.ecran import Screen, visit
from tests.support.impression import boxes
from tests.support.magasin_pleniere import sans_photo
from tests.support.mise_en_page import assert_fits, assert_whole, resize
from tests.support.mots_anglais import english
from tests.support.navigateur import SIZES, copy_of, serve
from tests.support.parties import addresses
from tests.support.queries_store import COVE
from tests.support.site import BY_MONTH, EXAMPLE, PROTECTION, assert_quiet

PHONE = (390, 844)
HOME_2023 = "/?periode=2023"
# Ce que le volet cache plus bas.
HIDDEN_BELOW = "(one) => one.scrollHeight - one.clientHeight"
# Dans l'écran, et rien par-dessus.
IN_SIGHT = """(one) => { const box = one.getBoundingClientRect();
    return one.contains(document.elementFromPoint(box.x + 8, box.y + box.height / 2)); }"""
# Ce qu'une diapositive cache en bas de ses textes.
SCROLLED = """() => [...document.querySelectorAll('.cote, .seule')]
    .filter((one) => one.scrollHeight > one.clientHeight + 1)
    .map((one) => `${one.className} ${one.scrollHeight - one.clientHeight}`)"""
# Une fenêtre de 1280 pixels agrandie deux fois.
ZOOMED = (640, 360)
# Des vues dont les étiquettes sont serrées, ou qui n'ont rien.
TIGHT = (
    "/heures?periode=2026&structure=ITV&partie=qui",
    "/heures?periode=convention&epci=248400053",
    "/beneficiaires?periode=tout&axe=residence&partie=lieux",
    *(f"/{page}?periode=2023&epci=200040681" for page in SECTIONS["Résultats"]),
)
# Adresse -> feuilles au plus : la fiche en une ou deux, le reste en six, listes longues comprises.
ONE = "periode=2025&structure=CIE84"
PRINTED = {
    **{f"/{page}?periode=2023": 6 for page in SECTIONS["Résultats"]},
    f"/dossiers?{ONE}": 2,
    f"/dossiers?{ONE}&dossier=solde": 6,
    "/financement?periode=2025&partie=resultats": 6,
    "/relances?liste=situations": 6,
    "/relances?liste=vides": 6,
}
WIDE_TABLES = (
    "/financement?periode=2025&partie=resultats",
    "/financement?periode=2025&partie=regles",
    "/annexe2?periode=2023",
    f"/dossiers?{ONE}",
)
# Les cases où un mot court n'a pas sa place.
NARROW = """() => [...document.querySelectorAll('.tableau :is(th, td)')]
    .filter((one) => one.innerText.trim() && one.clientWidth < 44)
    .map((one) => `${one.innerText} ${one.clientWidth}`)"""
# Elle dit qui peut lire quoi, et ne montre aucun chiffre.
SANS_CHIFFRE = "/acces"
# Un graphique dont les textes tiennent au téléphone ne défile pas.
AT_HAND = {
    "/?periode=2023": "heures_realisees_par_annee",
    "/heures?periode=2023&partie=qui": "heures_par_structure",
    "/beneficiaires?periode=2023&partie=parcours": "beneficiaires_par_annee",
    "/sorties?periode=2023&partie=types": "sorties_dynamiques",
}


@pytest.fixture(scope="module")
def tab(context, server) -> Iterator[Screen]:
    """Un onglet où chaque vue s'ouvre à la suite des autres, sans tout recharger."""
    with context.new_page() as page:
        yield Screen(page, server).count_messages().open(HOME_2023)


@pytest.fixture
def view(tab) -> Screen:
    """L'onglet des vues, à la taille d'un projecteur, sans rien retenir de la vue d'avant."""
    resize(tab, *SIZES[0])
    tab.problems.clear()
    tab.foreign.clear()
    return tab


@pytest.mark.parametrize("path", addresses(periode="2023"))
def test_chaque_vue_est_francaise_entiere_et_se_lit_a_la_voix(view, path):
    view.follow(path)
    assert view.page.evaluate("() => location.pathname + location.search") == path
    if not path.startswith(SANS_CHIFFRE):
        assert PROTECTION in view.text()
        assert EXAMPLE.split(", calées")[0] in view.text()
    assert english(view) == []
    assert view.page.locator("html").get_attribute("lang") == "fr"
    assert not view.page.locator('[data-testid="stException"]').count()
    assert not view.page.get_by_text("n'a pas pu s'afficher").count()
    # Tous les filtres tiennent sur un projecteur.
    assert view.page.locator('[data-testid="stSidebarContent"]').evaluate(HIDDEN_BELOW) <= 0
    assert serious(view.page) == []
    assert jumps(view.page) == []
    assert same_names(view.page) == []
    assert_whole(view, *SIZES, PHONE)
    assert view.foreign == []
    assert view.problems == []


@pytest.mark.parametrize("code", sans_photo())
def test_chaque_diapositive_se_lit_a_toute_taille_et_a_la_voix(view, code):
    view.follow(f"/{SLIDES}?annee=2023&diapo={code}")
    assert english(view) == []
    assert serious(view.page) == []
    assert_whole(view, *SIZES)
    # Devant cinquante personnes, personne ne fait défiler.
    assert view.page.evaluate(SCROLLED) == []
    assert_fits(view, PHONE)
    assert view.foreign == []
    assert view.problems == []


def test_l_edition_se_lit_a_la_voix(context, document):
    with context.new_page() as page:
        page.set_content(edition_bytes(document).decode("utf-8"))
        assert serious(page) == []


@pytest.mark.parametrize("path", TIGHT)
def test_tight_views_are_whole(view, path):
    assert_whole(view.follow(path), *SIZES)


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=str)
def test_au_telephone_le_menu_est_ferme_et_la_vue_se_lit(screen, size):
    screen.page.set_viewport_size({"width": size[0], "height": size[1]})
    screen.open(f"/heures?periode=2023&epci={COVE}")
    seen = screen.page.locator(".bandeau .vue").bounding_box()
    assert seen and 0 <= seen["y"] < size[1] and seen["x"] + seen["width"] <= size[0]
    assert screen.page.locator(".bandeau .vue").evaluate(IN_SIGHT), "la phrase est couverte"
    menu = screen.page.locator('[data-testid="stSidebar"]').bounding_box()
    assert menu is None or menu["x"] + menu["width"] <= 1
    # Ouvert, il couvre la page et se referme.
    screen.page.get_by_role("button", name="Déplier le volet").click()
    screen.page.get_by_role("link", name=next(iter(SECTIONS))).wait_for()
    screen.page.get_by_role("button", name="Replier le volet").click()
    closed = """() => { const box = document.querySelector('[data-testid="stSidebar"]')
        ?.getBoundingClientRect(); return !box || box.right <= 1; }"""
    screen.page.wait_for_function(closed)


@pytest.mark.parametrize("path", WIDE_TABLES)
def test_au_telephone_un_tableau_defile_sans_couper_ses_mots(screen, path):
    screen.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    screen.open(path)
    assert screen.page.locator(".tableau:visible").count()
    assert screen.page.evaluate(NARROW) == []
    assert_fits(screen, PHONE)


@pytest.mark.parametrize(("path", "name"), AT_HAND.items())
def test_au_telephone_un_petit_graphique_tient_sans_defiler(screen, path, name):
    screen.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    place = screen.open(path).page.locator(f".st-key-indicateur_{name}")
    assert place.locator(".main-svg").first.is_visible()
    assert place.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0


@pytest.mark.parametrize("size", [*SIZES, PHONE], ids=str)
def test_la_phrase_des_filtres_reste_en_haut_quand_on_descend(screen, size):
    screen.page.set_viewport_size({"width": size[0], "height": size[1]})
    screen.open("/heures?periode=2023&partie=qui")
    screen.page.locator('[data-testid="stMain"]').evaluate("(one) => one.scrollTo(0, 500)")
    screen.page.wait_for_timeout(300)
    assert screen.page.locator(".bandeau .vue").evaluate(IN_SIGHT)


def test_un_changement_de_filtre_s_annonce_et_le_foyer_reste(screen):
    screen.open("/heures?periode=2023")
    screen.choose("epci", "CoVe")
    said = screen.page.locator(".annonce")
    assert said.get_attribute("role") == "status"
    assert said.inner_text() == "Vue : 2023 · CoVe · lieu des travaux"
    inside = "() => document.activeElement.closest('.st-key-filtre_epci') !== null"
    assert screen.page.evaluate(inside)


def test_what_opens_on_demand_is_french(screen):
    screen.open("/heures")
    screen.page.locator(".st-key-filtre_epci input").fill("zzz")
    screen.page.wait_for_timeout(300)
    assert english(screen) == []
    screen.page.keyboard.press("Escape")
    for label in ("Définition", "Tableau"):
        screen.tools(BY_MONTH).get_by_role("button", name=label).click()
        screen.page.locator('[data-testid="stPopoverBody"]').wait_for()
        assert english(screen) == []
        screen.page.keyboard.press("Escape")
    screen.page.locator('[data-testid="stPlotlyChart"]').first.hover()
    assert english(screen) == []
    screen.page.locator('[data-testid="stTooltipHoverTarget"]').first.hover()
    screen.page.get_by_role("tooltip").wait_for()
    assert english(screen) == []


@pytest.mark.parametrize("path", ["/?periode=2025", "/heures?periode=2025"])
def test_les_outils_d_un_indicateur_tiennent_sur_une_ligne(screen, path):
    """Ce qui se redessine à part (un volet) ne va pas à la ligne, et rien n'écarte les fichiers."""
    screen.open(path)
    rows = screen.page.locator('[class*="st-key-outils_"]:has(button)').all()
    assert rows
    for row in rows:
        boxes = [one.bounding_box() for one in row.get_by_role("button").all()]
        assert len({round(box["y"]) for box in boxes}) == 1
        ends = [box["x"] + box["width"] for box in boxes[:-1]]
        assert all(box["x"] - end < 40 for box, end in zip(boxes[1:], ends, strict=True))


def test_une_case_de_date_se_lit_a_voix_haute_en_francais(screen):
    screen.open("/acces").page.get_by_role("button", name="Donner un droit").click()
    field = screen.page.locator('[data-testid="stDateInput"]').first
    field.wait_for()
    names = [one.get_attribute("aria-label") for one in field.get_by_role("spinbutton").all()]
    assert names == ["jour, Du", "mois, Du", "année, Du"]
    assert english(screen) == []
    field.get_by_role("button").click()
    screen.page.get_by_role("grid").wait_for()
    assert english(screen) == []
    screen.page.keyboard.press("ArrowLeft")
    assert english(screen) == []


def test_une_adresse_inconnue_se_dit_en_francais(screen):
    screen.open("/introuvable")
    screen.page.get_by_text("Cette adresse ne mène à aucune page").first.wait_for()
    assert english(screen) == []


def test_un_fichier_trop_gros_se_refuse_en_francais(screen, tmp_path):
    big = tmp_path / "gros.csv"
    with big.open("wb") as stream:
        stream.truncate(51 * 1024 * 1024)
    screen.open("/imports")
    screen.page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(big)
    screen.page.get_by_text("Fichier trop gros").first.wait_for()
    assert english(screen) == []


@pytest.mark.parametrize(("path", "most"), PRINTED.items())
def test_une_page_s_imprime_en_peu_de_feuilles_sans_commande(view, path, most):
    screen = view.follow(path)
    screen.page.emulate_media(media="print")
    shown = "[data-testid=stSelectbox], [data-testid=stButtonGroup], [data-testid=stButton]"
    assert not any(one.is_visible() for one in screen.page.locator(shown).all())
    sheets = len(boxes(screen.page.pdf(prefer_css_page_size=True)))
    screen.page.emulate_media(media="screen")
    assert 1 <= sheets <= most


def test_lost_connection_is_said_in_french(browser, site, tmp_path):
    with visit(browser, site.server) as screen:
        with serve(copy_of(site.server, tmp_path / "bref")) as server:
            screen.server = server
            screen.open()
        screen.page.get_by_text("Connexion perdue").first.wait_for()
        assert english(screen) == []


def test_the_servers_journal_holds_no_error(site):
    # Relu aussi quand le site s'arrête, après tous les parcours.
    assert_quiet(site.server)
