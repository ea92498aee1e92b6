"""Le jumeau Dash montre ce que nous montrons, et le banc qui les compare rend ses rapports."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pages.accueil.blocks import WAYS
from pages.shared.frame import footer, screen
from tests.mesures.jumeau import __main__ as banc
from tests.mesures.jumeau import blocs, contenu
from tests.mesures.jumeau.releve import new_tab
from tests.mesures.jumeau.serveur import serve_twin
from tests.support.ecran import Screen, kept
from tests.support.navigateur import Server

# Ce que dit une page, dans l'ordre ; les mots qui n'appartiennent qu'à l'un n'y sont pas.
SAID = """() => ['.bandeau .vue', '.bandeau .mention', '.exemple', '.pourquoi', 'h1', '.reponse',
    '.chiffre', '.constat', '.mesure', '.manques li', '.lecture', '.pied']
    .flatMap((kind) => [...document.querySelectorAll(kind)].map((one) => one.innerText.trim()))"""
# Chaque graphique : ses tracés, et de chaque point la place et la valeur dessinées.
BARS = """() => [...document.querySelectorAll('.js-plotly-plot')].map((one) =>
    one.calcdata.map((trace) => trace.map(({p, s, x, y}) => [p ?? x, s ?? y])))"""
# Seul chez nous : les pages où l'on va ensuite.
ELSEWHERE = (
    "Par mois, par année",
    "Qui sont les personnes",
    "Ce que deviennent",
    "Les définitions",
)


@pytest.fixture(scope="module")
def twin(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Le jumeau, devant une copie du magasin du site commun."""
    folder = tmp_path_factory.mktemp("jumeau")
    shutil.copytree(server.store, folder / "magasin")
    with serve_twin(folder) as one:
        yield one
        assert "Traceback" not in one.journal()


def seen(page: Page) -> tuple[list[str], list[object]]:
    """Ce qu'une page dit, et ce que ses graphiques portent."""
    said = [one for one in page.evaluate(SAID) if not one.startswith(ELSEWHERE)]
    return [re.sub(r"\s+", " ", one) for one in said], page.evaluate(BARS)


@pytest.mark.parametrize("page", banc.PAGES)
def test_les_deux_disent_et_dessinent_la_meme_chose(browser: Browser, server, twin, page):
    path, charts = banc.PAGES[page]
    found = []
    for one in (server, twin):
        with new_tab(browser, one) as tab:
            tab.load(path, banc.ARRIVEE, charts)
            first = seen(tab.page)
            tab.choose_year("2023", charts)
            found.append((first, seen(tab.page)))
    ours, theirs = found
    for (said, drawn), (other_said, other_drawn) in zip(ours, theirs, strict=True):
        assert said == other_said
        assert drawn == other_drawn
        assert len(drawn) == charts and all(any(trace for trace in one) for one in drawn)
    assert ours[0] != ours[1], "l'année n'a rien changé"


def test_le_tableau_et_le_fichier_du_jumeau_sont_les_notres(browser: Browser, server, twin):
    name = "heures_realisees_par_mois"
    with new_tab(browser, twin) as tab:
        tab.load("/heures", banc.ARRIVEE, 3)
        place = tab.page.locator(f"#bloc_{name}")
        place.locator("summary", has_text="Tableau").click()
        rows = place.locator("details[open] tr")
        rows.first.wait_for()
        table = rows.evaluate_all("all => all.map((r) => [...r.cells].map((c) => c.innerText))")
        with tab.page.expect_download() as waiting:
            place.get_by_role("button", name="CSV").click()
        taken = kept(waiting.value)
    with new_tab(browser, server) as tab:
        tab.load("/heures", banc.ARRIVEE, 3)
        shown = Screen(tab.page, server)
        assert shown.table(name) == table
        mine = shown.download(name, "CSV")
    assert taken.name == mine.name
    assert lines_of(taken) == lines_of(mine)


def lines_of(file: Path) -> list[str]:
    """Les lignes de données d'un fichier emporté, sans ses notes."""
    return file.read_text("utf-8-sig").split("\n\n")[0].splitlines()


def test_le_banc_rend_un_rapport_par_mesure_et_par_geste(browser: Browser, server, twin):
    servers = {banc.ICI: server, banc.JUMEAU: twin}
    found = banc.measure(browser, servers, "accueil", 1, hors_compte=0)
    told = list(banc.lines(found, "accueil", list(servers)))
    assert len(told) == len(banc.GESTES) * len(banc.MESURES)
    for line in told:
        twin_ratio = re.findall(r"\((-|\d+,\d+)\)", line)[1]
        assert twin_ratio in ("1,00", "-"), line
    for gesture in banc.GESTES:
        ours, theirs = (banc.medians(found, name, gesture) for name in servers)
        assert all(one["calme_s"] > 0 and one["octets"] > 0 for one in (ours, theirs))
        assert ours["messages"] > 0 == theirs["messages"], "nous par une prise, lui par demandes"
        assert all(one["navigateur_s"] > 0 and one["serveur_s"] > 0 for one in (ours, theirs))


def test_les_mots_du_jumeau_sont_ceux_de_nos_pages():
    """Il les récrit pour ne pas importer Streamlit, dont sa mémoire serait chargée."""
    assert (blocs.EXAMPLE, blocs.PROTECTION) == (footer.EXAMPLE, footer.PROTECTION)
    assert blocs.CHART_CONFIG == screen.CHART_CONFIG
    assert [label for label, _ in WAYS.values()] == list(contenu.WAYS)
