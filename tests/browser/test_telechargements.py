"""Chaque bouton de téléchargement donne, dans Chromium, le fichier qu'il promet, entier."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator
from pptx import Presentation

from tests.support.ecran import Screen, kept, visit
from tests.support.envoi import HEADINGS, drop, extraction, publish
from tests.support.places import ROOT
from tests.support.queries_store import COVE
from tests.support.retard import SlowLine
from tests.support.site import BY_MONTH

# Le seul qui appelle le bouton de Streamlit.
SCREEN = "pages/shared/frame/screen.py"
# Les modules qui offrent un fichier ; le parcours ci-dessous les ouvre tous.
OFFERING = {
    "pages/shared/frame/footer.py",
    "pages/territoires/classeur.py",
    "pages/pleniere/ecran/remise.py",
    "pages/imports/verdict.py",
    "pages/imports/learned.py",
    "pages/dossiers/blocks.py",
    "pages/relances/blocks.py",
    "pages/financement/objectifs.py",
}
# Ce qui se suit : une adresse, le début du nom de son bouton.
FOLLOWED = {
    "/dossiers?periode=2025&structure=CIE84": "Emporter (Excel)",
    "/relances?periode=2025": "Toutes les listes (Excel)",
    "/financement?partie=objectifs&periode=2025": "Objectifs (Excel à importer)",
}
HERE = f"periode=2025&epci={COVE}"


def callers(name: str) -> set[str]:
    """Les modules de pages qui appellent cette fonction."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pages").rglob("*.py")
        if f"{name}(" in path.read_text("utf-8")
    }


def test_le_parcours_connait_chaque_bouton():
    assert callers("show_file") == {*OFFERING, SCREEN}


def test_un_fichier_est_toujours_fait_quand_on_le_demande():
    """Fait d'avance, il serait retiré par l'exécution suivante, bouton encore à l'écran."""
    assert callers("download_button") == {SCREEN}


def test_chaque_bouton_donne_le_fichier_qu_il_promet(browser, atelier):
    with visit(browser, atelier) as screen:
        check_indicator(screen.open(f"/heures?{HERE}"))
        check_territory(screen.open(f"/territoires?partie=emporter&{HERE}"))
        check_session(screen.open(f"/copil?{HERE}"), "indicateur_documents")
        screen.open(f"/pleniere?annee=2025&epci={COVE}").press("Emporter")
        check_session(screen, "")
        for address, words in FOLLOWED.items():
            check_followed(screen.open(address), words)
        check_imports(screen.open("/imports"))
        assert screen.problems == []


def test_un_bouton_presse_pendant_que_la_page_se_refait_donne_son_fichier(browser, server):
    """Le serveur a déjà refait la page, le navigateur ne le sait pas encore : le bouton vaut."""
    with visit(browser, server) as screen:
        line = SlowLine(screen.page)
        screen.open(f"/heures?{HERE}")
        for redraw in (open_table, choose_cie84):
            line.is_held = True
            redraw(screen)
            line.hold_until_drawn()
            with screen.page.expect_download() as waiting:
                screen.tools(BY_MONTH).get_by_role("button", name="CSV").click()
                line.release()
            assert "Mois" in kept(waiting.value).read_text("utf-8-sig").splitlines()[0]
            screen.settle()
        assert screen.problems == []


def open_table(screen: Screen) -> None:
    """Refait un morceau de la page."""
    screen.tools(BY_MONTH).get_by_role("button", name="Tableau").click()
    screen.page.keyboard.press("Escape")


def choose_cie84(screen: Screen) -> None:
    """Refait la page entière."""
    screen.page.locator(".st-key-filtre_structure input").click()
    screen.page.get_by_role("option", name="CIE 84", exact=True).click()


def taken(screen: Screen, button: Locator) -> Path:
    """Presse un bouton et rend le fichier que le navigateur a reçu, sous son nom."""
    with screen.page.expect_download(timeout=120_000) as waiting:
        button.click()
    return kept(waiting.value)


def check_indicator(screen: Screen) -> None:
    as_csv = screen.download(BY_MONTH, "CSV")
    assert as_csv.suffix == ".csv" and "Mois" in as_csv.read_text("utf-8-sig").splitlines()[0]
    as_xlsx = screen.download(BY_MONTH, "Excel")
    assert as_xlsx.suffix == ".xlsx" and openpyxl.load_workbook(as_xlsx).active.max_row > 12


def check_territory(screen: Screen) -> None:
    screen.press("Préparer le classeur")
    path = taken(screen, screen.page.get_by_role("button", name="Télécharger le classeur"))
    assert len(openpyxl.load_workbook(path).sheetnames) > 5


def check_followed(screen: Screen, words: str) -> None:
    button = screen.page.get_by_role("button", name=re.compile(f"^{re.escape(words)}"))
    path = taken(screen, button.first)
    assert path.suffix == ".xlsx" and openpyxl.load_workbook(path).active.max_row > 1


def check_session(screen: Screen, place: str) -> None:
    """Le PowerPoint s'ouvre ; la page à partager est l'édition elle-même, pas l'application."""
    area = screen.page.locator(f".st-key-{place}") if place else screen.page
    deck = taken(screen, area.get_by_role("button", name="PowerPoint"))
    assert deck.name == f"pleniere_2025_cove_{day_of(deck)}.pptx"
    assert len(Presentation(deck).slides) > 8
    page = taken(screen, area.get_by_role("button", name="Page à partager (HTML)"))
    said = page.read_text("utf-8")
    assert page.suffix == ".html" and "stApp" not in said and "<script" not in said
    assert re.search(r"<h2[^>]*>[^<]*heures d(?:'|&#x27;)insertion[^<]* en 2025", said)


def day_of(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def check_imports(screen: Screen) -> None:
    """Le rapport d'un fichier fautif, et la disposition apprise d'un intitulé inconnu."""
    unknown = HEADINGS.replace(";Marché;", ";Chantier suivi;")
    drop(screen, "Extraction_CIE84_20260930.csv", extraction(unknown, fifth_start="31/02/2024"))
    screen.pick(screen.page.get_by_label("Colonne pour Chantier suivi", exact=True), "N° marché")
    screen.press("Valider les colonnes")
    report = taken(screen, screen.page.get_by_role("button", name=re.compile("rapport à renvoyer")))
    assert openpyxl.load_workbook(report).sheetnames
    # Une disposition s'apprend en publiant, non en répondant.
    publish(screen)
    screen.page.locator("summary", has_text="apprise").first.click()
    learned = taken(screen, screen.page.get_by_role("button", name="Emporter").first)
    assert tomllib.loads(learned.read_text("utf-8"))
