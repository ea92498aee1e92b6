"""Les parcours dans un vrai Chromium : ce que voit la personne, du premier démarrage à l'export."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

import queries
from pages.shared.menu import HOME, MENU
from tests.ecran import Screen, number, visit
from tests.navigateur import SIZES, Server, copy_of, new_context, open_browser, serve, status

PAGES = ["/" if name == HOME else f"/{name}" for name in MENU]
COVE, CIE84 = "248400053", "CIE84"
EXAMPLE = "Données d'exemple, inventées, calées sur les totaux publiés de 2023"
PROTECTION = "Chiffres exacts, ne pas diffuser"
BY_MONTH = "heures_realisees_par_mois"


@dataclass(frozen=True)
class Site:
    """Le serveur commun, jamais modifié, et ce que sa toute première visite a montré."""

    server: Server
    seen_while_importing: list[str]
    first_cards: dict[str, str]
    first_text: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as one:
        yield one


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Un magasin vide : la première visite importe les exemples, les parcours les lisent."""
    with serve(tmp_path_factory.mktemp("site")) as server, visit(browser, server) as screen:
        screen.page.goto(server.address())
        bar = screen.page.get_by_role("progressbar")
        bar.wait_for()
        seen = []
        while bar.count():
            seen.append(screen.page.locator("body").inner_text())
            screen.page.wait_for_timeout(200)
        screen.settle()
        yield Site(server, seen, screen.cards(), screen.text())


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Le navigateur d'une même personne : ses fichiers restent en mémoire d'une page à l'autre."""
    with new_context(browser) as one:
        yield one


@pytest.fixture
def screen(context: BrowserContext, site: Site) -> Iterator[Screen]:
    """Un onglet de plus devant le serveur commun."""
    with context.new_page() as page:
        yield Screen(page, site.server)


@pytest.fixture
def atelier(site: Site, tmp_path: Path) -> Iterator[Server]:
    """Un serveur à part, sur une copie des exemples : un parcours peut y publier."""
    with serve(copy_of(site.server, tmp_path / "atelier")) as server:
        yield server


def test_first_start_imports_the_examples_then_shows_them(site):
    assert any("Premier démarrage" in text for text in site.seen_while_importing)
    assert any("Export_" in text for text in site.seen_while_importing)
    values = [number(value) for value in site.first_cards.values()]
    assert values[:3] == [126_550, 566, 252]
    assert EXAMPLE in site.first_text
    assert PROTECTION in site.first_text


def test_filters_live_in_the_address_and_follow_the_person(screen, site):
    screen.open()
    whole = screen.cards()
    screen.choose("epci", "CoVe").choose("structure", "CIE 84")
    assert f"epci={COVE}" in screen.page.url
    assert f"structure={CIE84}" in screen.page.url
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")
    assert screen.cards() != whole
    assert_cards(screen, site, periode="2023", epci=COVE, structure=CIE84)

    screen.go("Heures")
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")
    screen.page.reload()
    screen.settle()
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")
    assert_table(screen, site, epci=COVE, structure=CIE84, periode="2023")

    screen.press("Tout remettre à zéro")
    screen.shows("2023 · tout le Vaucluse · lieu des travaux")
    assert "epci" not in screen.page.url
    assert_table(screen, site, periode="2023")


def test_back_button_shows_the_previous_view(screen, site):
    screen.open().choose("epci", "CoVe").choose("structure", "CIE 84")
    screen.page.go_back()
    screen.settle()
    screen.shows("2023 · CoVe · lieu des travaux")
    assert_cards(screen, site, periode="2023", epci=COVE)
    expect(screen.page.locator(".st-key-filtre_structure input")).to_have_value(
        "Les trois structures"
    )
    screen.page.go_forward()
    screen.settle()
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")


def test_part_of_a_year_is_one_more_choice(screen, site):
    screen.open("/heures").choose("part", "2d semestre")
    assert "periode=2023-S2" in screen.page.url
    assert len(assert_table(screen, site, periode="2023-S2")) == 6


def assert_cards(screen: Screen, site: Site, **filtres: str) -> None:
    """Les chiffres clés de l'écran sont ceux de la requête, dans son ordre."""
    expected = queries.run("chiffres_cles", store=site.server.store, **filtres)["valeur"]
    shown = list(screen.cards().values())
    assert len(shown) == len(expected)
    for text, value in zip(shown, expected, strict=True):
        assert_shown(text, value)


def assert_shown(text: str, value: object) -> None:
    """Un nombre affiché, arrondi à l'unité, est bien celui-là ; une absence est dite."""
    if value is None:
        assert text == "non renseigné"
    else:
        assert abs(number(text) - float(value)) <= 0.5


def assert_table(screen: Screen, site: Site, **filtres: str) -> list[list[str]]:
    """Le tableau des heures par mois est le résultat de la requête, cellule par cellule."""
    frame = queries.run(BY_MONTH, store=site.server.store, **filtres)
    _, *rows = screen.table(BY_MONTH)
    assert len(rows) == frame.height > 0
    for shown, row in zip(rows, frame.iter_rows(named=True), strict=True):
        assert shown[0].endswith(row["mois"][:4])
        for place, name in enumerate(frame.columns):
            if frame.schema[name].is_numeric():
                assert_shown(shown[place], row[name])
    return rows


def test_deep_link_is_the_first_request_of_a_new_server(browser, atelier):
    asked = f"/heures?periode=2024&epci={COVE}&axe=residence"
    with visit(browser, atelier) as other:
        other.open(asked)
        other.shows("2024 · CoVe · résidence des personnes")
        assert EXAMPLE in other.text()
        assert PROTECTION in other.text()
        expect(other.page.locator(".st-key-filtre_epci input")).to_have_value("CoVe")
        expect(other.page.get_by_role("heading", level=1)).to_contain_text("heures")
        assert not other.problems


@pytest.mark.parametrize(
    ("asked", "named", "kept"),
    [
        ("epci=999&structure=ITV", "EPCI", "2023 · ITV · lieu des travaux"),
        ("periode=1066&epci=248400053", "période", "2023 · CoVe · lieu des travaux"),
        ("axe=lune", "territoire", "2023 · tout le Vaucluse · lieu des travaux"),
    ],
)
def test_unknown_value_of_the_address_is_ignored_and_said(screen, asked, named, kept):
    screen.open(f"/heures?{asked}")
    said = screen.page.get_by_role("alert").inner_text()
    assert f"« {named} »" in said.replace("\u00a0", " ")
    assert "ignorée" in said
    screen.shows(kept)


def test_exports_hold_exactly_what_is_shown(screen, site):
    screen.open(f"/heures?periode=2023&epci={COVE}")
    frame = queries.run(BY_MONTH, store=site.server.store, periode="2023", epci=COVE)
    assert_table(screen, site, periode="2023", epci=COVE)
    heads = screen.table(BY_MONTH)[0]
    as_csv = screen.download(BY_MONTH, "CSV")
    as_xlsx = screen.download(BY_MONTH, "Excel")
    assert as_csv.name == "heures-realisees-par-mois_2023_cove_2026-09-30.csv"
    assert as_xlsx.name == "heures-realisees-par-mois_2023_cove_2026-09-30.xlsx"
    for rows in (read_csv(as_csv), read_xlsx(as_xlsx)):
        assert rows[0][: len(heads)] == heads
        assert_values(rows[1 : frame.height + 1], frame)
        notes = {row[0]: row[1] for row in rows[frame.height + 1 :] if row[0]}
        assert EXAMPLE in notes["Attention"]
        assert notes["Filtres"] == "2023 · CoVe · lieu des travaux"
        assert notes["Date des données"] == "30 septembre 2026"
        assert notes["Définition"] == queries.describe(BY_MONTH).definition
        assert notes["Source"]
        assert notes["Protection"] == PROTECTION


def read_csv(path: Path) -> list[list[object]]:
    """Relit un CSV français : nombres à virgule rendus nombres, le reste tel quel."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row or [""] for row in csv.reader(stream, delimiter=";")]
    return [[_value(cell) for cell in row] for row in rows]


def _value(cell: str) -> object:
    if re.fullmatch(r"-?\d+(,\d+)?", cell):
        return float(cell.replace(",", "."))
    return cell or None


def read_xlsx(path: Path) -> list[list[object]]:
    """Relit la seule feuille d'un classeur."""
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    book.close()
    return rows


def assert_values(rows: list[list[object]], frame: pl.DataFrame) -> None:
    """Chaque nombre emporté est celui de la requête, au centième."""
    for cells, row in zip(rows, frame.iter_rows(named=True), strict=True):
        for place, name in enumerate(frame.columns):
            if frame.schema[name].is_numeric():
                wanted = None if row[name] is None else round(row[name], 2)
                assert cells[place] == wanted, (row["mois"], name)


# Douze personnes inventées, chacune un contrat tenu en 2024 : 1 234,5 h en tout.
HOURS = (100, 120.5, 80, 95, 110, 64, 150, 75, 140, 60, 130, 110)
HEADINGS = (
    "Structure;Maître d'ouvrage;Marché;Entreprise;SIRET;Nom;Prénom;Date de naissance;Sexe;Commune;"
    "Code INSEE;QPV;Statut;RQTH;Date début;Date fin;Heures réalisées;Type de contrat"
)


def extraction(headings: str = HEADINGS, *, fifth_start: str = "", marche: str = "E1") -> bytes:
    """Écrit une extraction à plat ; `fifth_start` remplace le début écrit en ligne 5."""
    lines = [headings]
    for rank, worked in enumerate(HOURS):
        start = fifth_start if rank == 3 and fifth_start else f"{rank + 1:02}/03/2024"
        lines.append(
            f"CIE 84;CoVe;{marche};Essai {rank % 3};;Inventé{'abcdefghijkl'[rank]};Personne;"
            f"{rank + 1:02}/06/1990;{'FH'[rank % 2]};Carpentras;84031;Non;BRSA;Non;{start};"
            f"{rank + 1:02}/09/2024;{str(worked).replace('.', ',')};CDDI"
        )
    return "\r\n".join(lines).encode("utf-8-sig")


def drop(screen: Screen, name: str, content: bytes) -> None:
    """Dépose un fichier dans la zone de dépôt de la page Imports."""
    screen.page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    screen.page.get_by_text(re.compile(f"· {re.escape(name)}")).first.wait_for()
    screen.settle()


def publish(screen: Screen) -> None:
    """Presse « Publier » et attend que la publication soit dite."""
    screen.page.get_by_role("button", name="Publier", exact=True).click()
    screen.page.get_by_text("toutes les pages montrent ces données").wait_for()
    screen.settle()


def test_faulty_file_then_its_corrected_version(browser, atelier):
    name = "Extraction_CIE84_20260930.csv"
    with visit(browser, atelier) as screen, visit(browser, atelier) as reader:
        screen.open("/imports")
        drop(screen, name, extraction(fifth_start="31/02/2024"))
        report = screen.page.locator(".tableau", has_text="Remarques sur ce fichier")
        gravity, lines, column, advice = report.locator("tbody tr").first.locator("th, td").all()
        assert (gravity.inner_text(), lines.inner_text()) == ("Ligne écartée", "5")
        assert column.inner_text() == "Date début"
        assert "31/02/2024" in advice.inner_text()
        assert re.search(r"[Cc]orrige|[Éé]crivez|[Vv]érifie", advice.inner_text())

        assert number(first_card(reader.open())) == 126_550
        assert EXAMPLE in reader.text()

        screen.press(f"Retirer {name}")
        report.wait_for(state="detached")
        drop(screen, name, extraction())
        assert not report.count()
        publish(screen)

        reader.open("/?periode=2024")
        assert number(first_card(reader)) == pytest.approx(sum(HOURS), abs=0.5)
        assert number(reader.cards()["Bénéficiaires"]) == len(HOURS)
        assert EXAMPLE not in reader.text()
        assert PROTECTION in reader.text()
        assert not [*screen.problems, *reader.problems]


def first_card(screen: Screen) -> str:
    return next(iter(screen.cards().values()))


def test_unknown_layout_is_answered_once(browser, atelier):
    unknown = HEADINGS.replace(";Marché;", ";Chantier suivi;").replace("Heures réalisées", "Volume")
    with visit(browser, atelier) as screen:
        screen.open("/imports")
        drop(screen, "Extraction_CIE84_20260930.csv", extraction(unknown))
        assert "à préciser" in screen.text()
        assert not screen.page.get_by_role("button", name="Publier", exact=True).count()
        answer(screen, "Chantier suivi", "N° marché")
        answer(screen, "Volume", "Heures réalisées")
        screen.press("Valider les colonnes")
        publish(screen)

        drop(screen, "Extraction_CIE84_20261031.csv", extraction(unknown, marche="E2"))
        assert not screen.page.get_by_role("button", name="Valider les colonnes").count()
        publish(screen)
        screen.open("/?periode=2024")
        assert number(first_card(screen)) == pytest.approx(2 * sum(HOURS), abs=0.5)
        assert number(screen.cards()["Bénéficiaires"]) == len(HOURS)


def answer(screen: Screen, heading: str, column: str) -> None:
    """Dit à quelle colonne répond un intitulé du fichier."""
    screen.pick(screen.page.get_by_label(f"Colonne pour {heading}", exact=True), column)


# Les mots qui existent aussi en français (« close », « file ») ne comptent qu'avec leur majuscule.
ENGLISH = re.compile(
    r"\b(?:deploy|upload|uploading|browse|drag|drop|search|download|fullscreen|full screen|results|"
    r"choose|select|selected|loading|running|rerun|settings|print|clear|skip|help|expand|collapse|"
    r"sidebar|open|remove|delete|add|limit|press|enter|apply|submit|empty|error|warning|show|hide|"
    r"copy|copied|link|heading|more|less|of|the|and|is|are|with|from|for|this|your|please|icon|"
    r"connecting|connection|server|toggle|reset|autoscale|share|january|february|march|april|june|"
    r"july|august|september|october|november|december|feb|apr|aug|dec|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|tue|wed|thu|fri|none|nan|kb|mb|\d[KM]B|null|true|false|"
    r"undefined|untitled|trace \d|(?-i:Close|File|Files|Record|Cache))\b",
    re.IGNORECASE,
)
EVERY_WORD = """() => {
    const skipped = 'script, style, noscript, [data-testid="stIconMaterial"]';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [document.title];
    while (walk.nextNode())
        if (!walk.currentNode.parentElement.closest(skipped)) found.push(walk.currentNode.data);
    const names = ['title', 'aria-label', 'placeholder', 'alt', 'aria-roledescription',
                   'aria-description', 'aria-valuetext'];
    for (const one of document.querySelectorAll('*'))
        for (const name of names) if (one.hasAttribute(name)) found.push(one.getAttribute(name));
    return [...new Set(found.map((text) => text.trim()))].filter(Boolean);
}"""


def english(screen: Screen) -> list[str]:
    """Rend les textes de l'écran, visibles ou lus à voix haute, qui ont un mot anglais."""
    texts = screen.page.evaluate(EVERY_WORD)
    return [f"{found[0]} : {text[:80]}" for text in texts if (found := ENGLISH.search(text))]


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


def test_import_screens_are_french(browser, atelier):
    with visit(browser, atelier) as screen:
        screen.open("/imports")
        drop(screen, "essai.csv", extraction(HEADINGS.replace(";Marché;", ";Chantier suivi;")))
        for closed in screen.page.locator("summary").all():
            closed.click()
        screen.settle()
        assert english(screen) == []
        drop(screen, "Extraction_CIE84_20260930.csv", extraction(fifth_start="31/02/2024"))
        assert english(screen) == []
        assert screen.problems == []


def test_lost_connection_is_said_in_french(browser, site, tmp_path):
    with visit(browser, site.server) as screen:
        with serve(copy_of(site.server, tmp_path / "bref")) as server:
            screen.server = server
            screen.open()
        screen.page.get_by_text("Connexion perdue").first.wait_for()
        assert english(screen) == []


# Des vues dont les étiquettes sont serrées.
TIGHT = (
    "/heures?periode=2026&structure=ITV",
    "/heures?periode=convention&epci=248400053",
    "/beneficiaires?periode=tout&axe=residence",
)
OVERFLOW = """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .map((one) => one.scrollWidth - one.clientWidth)"""
# Textes de graphique qui sortent de leur dessin, ou écrits l'un sur l'autre (droits seulement).
BAD_TEXTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => {
    const frame = plot.querySelector('.main-svg').getBoundingClientRect();
    const texts = [...plot.querySelectorAll('.main-svg text')]
        .map((one) => ({said: one.textContent.trim(), box: one.getBoundingClientRect(),
                        isTurned: /rotate\\((?!0)/.test(one.getAttribute('transform') || '')}))
        .filter((one) => one.said && one.box.width);
    const cut = texts.filter(({box}) => box.left < frame.left - 1 || box.right > frame.right + 1
        || box.top < frame.top - 1 || box.bottom > frame.bottom + 1).map(({said}) => said);
    const straight = texts.filter((one) => !one.isTurned);
    const over = straight.flatMap((a, i) => straight.slice(i + 1).filter((b) =>
        a.box.left < b.box.right - 2 && b.box.left < a.box.right - 2
        && a.box.top < b.box.bottom - 3 && b.box.top < a.box.bottom - 3
    ).map((b) => `${a.said} / ${b.said}`));
    return [...cut, ...over];
})"""


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_french_quiet_local_and_whole(screen, path):
    screen.open(path)
    # Le diaporama n'a que des chiffres protégés.
    assert (PROTECTION in screen.text()) == (path != "/pleniere")
    assert EXAMPLE.split(", calées")[0] in screen.text()
    assert english(screen) == []
    assert screen.page.locator("html").get_attribute("lang") == "fr"
    assert not screen.page.locator('[data-testid="stException"]').count()
    assert not screen.page.get_by_text("n'a pas pu s'afficher").count()
    assert_whole(screen)
    assert screen.foreign == []
    assert screen.problems == []


@pytest.mark.parametrize("path", TIGHT)
def test_tight_views_are_whole(screen, path):
    assert_whole(screen.open(path))


def assert_whole(screen: Screen) -> None:
    """Rien ne déborde ni ne se chevauche, sur un projecteur comme sur un écran de bureau."""
    for width, height in SIZES:
        screen.page.set_viewport_size({"width": width, "height": height})
        screen.page.wait_for_timeout(500)
        screen.settle()
        assert screen.page.evaluate(OVERFLOW) == [0, 0], width
        assert screen.page.evaluate(BAD_TEXTS) == [], width


FORWARDED = {"X-Forwarded-For": "203.0.113.7"}


def test_import_is_closed_through_a_proxy(browser, site):
    with visit(browser, site.server, extra_http_headers=FORWARDED) as screen:
        assert_closed(screen.open("/imports"))


def test_import_is_closed_under_another_name(browser, site):
    with visit(browser, site.server) as screen:
        screen.page.goto(f"http://tableau.exemple:{site.server.port}/imports")
        assert_closed(screen.settle())


def assert_closed(screen: Screen) -> None:
    """La page Imports dit pourquoi elle est fermée et n'offre rien à déposer."""
    assert "L'import n'est possible que sur la machine" in screen.text()
    assert not screen.page.locator('[data-testid="stFileUploader"]').count()
    assert not screen.page.get_by_role("button", name="Revenir à celle-ci").count()


def test_direct_upload_is_refused_where_import_is_closed(screen):
    screen.open("/imports")
    with screen.page.expect_request(re.compile("upload_file")) as waiting:
        drop(screen, "Extraction_CIE84_20260930.csv", extraction())
    asked = waiting.value
    token = {"X-Xsrftoken": asked.headers.get("x-xsrftoken", "")}
    sent = {"file": {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}}

    def put(**headers: str) -> int:
        together = {**token, **headers}
        return screen.page.request.put(asked.url, headers=together, multipart=sent).status

    assert put() == 204
    assert put(**FORWARDED) == 403
    assert put(Origin="https://ailleurs.exemple") == 403
    assert screen.page.request.delete(asked.url, headers={**token, **FORWARDED}).status == 403


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/heures/_stcore/metrics"]
)
def test_technical_addresses_answer_nothing(site, path):
    assert status(site.server, path) == 404


# Le foyer se voit par un contour d'au moins deux pixels, sur l'élément ou sur son cadre.
FOCUS = """() => {
    const one = document.activeElement, widget = one.closest('[class*="st-key-"]');
    const frames = [one, one.closest('[role="group"]'), one.parentElement].filter(Boolean);
    return {
        label: (one.getAttribute('aria-label') || one.innerText || '').split('\\n')[0],
        key: [...(widget ? widget.classList : [])].find((n) => n.startsWith('st-key-')) || '',
        seen: frames.map((frame) => getComputedStyle(frame)).some(
            (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
    };
}"""


def test_keyboard_reaches_everything_and_shows_where_it_is(screen):
    screen.open(f"/heures?periode=2023&epci={COVE}")
    reached = []
    while f"st-key-xlsx_{BY_MONTH}" not in [one["key"] for one in reached]:
        assert len(reached) < 60, reached
        screen.page.keyboard.press("Tab")
        reached.append(screen.page.evaluate(FOCUS))
    labels = [one["label"] for one in reached]
    filters = ("Période", "EPCI", "Bassin d'emploi", "Structure", "Territoire d'après")
    tools = ("Tout remettre à zéro", "Définition", "Tableau", "CSV", "Excel")
    for label in (*MENU.values(), *filters, *tools):
        assert label in labels, label
    assert [one for one in reached if not one["seen"]] == []


def test_keyboard_alone_changes_page_and_filter(screen):
    screen.open()
    screen.page.locator(".st-key-filtre_structure input").focus()
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    screen.settle()
    assert "structure=" in screen.page.url
    screen.page.get_by_role("link", name="Heures", exact=True).focus()
    screen.page.keyboard.press("Enter")
    screen.settle()
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("heures")
    assert "structure=" in screen.page.url


def test_the_servers_journal_holds_no_error(site):
    assert "Traceback" not in site.server.journal()
    assert "Erreur" not in site.server.journal()
