"""L'écran d'un parcours : une page ouverte, ce qu'on y fait, ce qu'on y lit."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Download, Locator, Page, Request, expect

from pages.shared.frame.menu import MENU, SECTIONS
from tests.support.navigateur import HOST, Server, new_context, wait_for

# Une page est prête quand rien n'a bougé pendant ce temps.
CALM_MS = 250
expect.set_options(timeout=30_000)
IS_CALM = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const state = app && app.dataset.testScriptState, link = app && app.dataset.testConnectionState;
    // Un graphique a la largeur de sa place : sinon il attend d'être redessiné à cette taille.
    const drawn = (one, svg) => svg && (!one.checkVisibility()
        || Math.abs(one.clientWidth - svg.getAttribute('width')) < 2);
    const empty = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].some(
        (one) => !drawn(one, one.querySelector('.main-svg')));
    const stale = document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
    if (state !== 'notRunning' || link !== 'CONNECTED' || empty || stale) window.calme = null;
    else window.calme ??= performance.now();
    return window.calme === null ? 0 : performance.now() - window.calme;
}"""


# Compte ce que le serveur envoie, pour savoir qu'il a commencé à répondre.
COUNT = """() => { const Plain = window.WebSocket; window.recus = 0;
    window.WebSocket = class extends Plain { constructor(...given) {
        super(...given);
        this.addEventListener('message', () => { window.recus += 1 });
    } } }"""
FOLLOW = """(path) => { history.pushState({}, '', path);
    dispatchEvent(new PopStateEvent('popstate', {state: {}})); return window.recus; }"""


class Screen:
    """Une page ouverte, et tout ce que le navigateur en a dit."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.problems: list[str] = []
        self.foreign: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", self._follow)

    def _hear(self, message: ConsoleMessage) -> None:
        # Plotly dit ses refus par « trace ».
        if message.type in ("error", "warning", "trace"):
            self.problems.append(f"{message.type} : {message.text}")

    def _follow(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.hostname != HOST:
            self.foreign.append(request.url)

    def open(self, path: str = "/") -> Screen:
        """Va à une adresse du serveur et attend que la page soit prête."""
        self.page.goto(self.server.address(path))
        return self.settle()

    def follow(self, path: str) -> Screen:
        """Va à une autre adresse sans recharger l'application, comme la touche Retour.

        Trois secondes de moins que `open`, qui a d'abord ouvert une page après `count_messages`.
        """
        before = self.page.evaluate(FOLLOW, path)
        said = "Le serveur n'a pas répondu à la nouvelle adresse"
        wait_for(lambda: self.page.evaluate("() => window.recus") > before, said)
        return self.settle()

    def count_messages(self) -> Screen:
        """Compte les messages du serveur, dès la prochaine page ouverte : `follow` les attend."""
        self.page.add_init_script(f"({COUNT})()")
        return self

    def settle(self) -> Screen:
        """Attend que le script soit fini, les graphiques dessinés, et que rien ne bouge."""
        self.page.evaluate("() => { window.calme = null }")
        said = "La page n'est jamais prête"
        wait_for(lambda: self.page.evaluate(IS_CALM) > CALM_MS, said)
        return self

    def text(self) -> str:
        """Rend tout le texte visible, icônes mises à part."""
        return self.page.evaluate(
            """() => {
                const icons = [...document.querySelectorAll('[data-testid="stIconMaterial"]')];
                icons.forEach((one) => { one.style.display = 'none' });
                const text = document.body.innerText;
                icons.forEach((one) => { one.style.display = '' });
                return text;
            }"""
        )

    def shows(self, sentence: str) -> Screen:
        """Attend que la phrase des filtres soit celle-là."""
        expect(self.page.locator(".bandeau .vue")).to_have_text(sentence)
        return self.settle()

    def cards(self) -> dict[str, str]:
        """Rend les chiffres clés affichés : titre -> valeur et unité."""
        texts = self.page.locator(".chiffre").evaluate_all(
            "all => all.map((one) => ['.titre', '.valeur'].map("
            "(part) => one.querySelector(part).innerText))"
        )
        return dict(texts)

    def choose(self, key: str, label: str) -> Screen:
        """Choisit une valeur dans une liste du volet des filtres."""
        before = self.page.url
        self.pick(self.page.locator(f".st-key-filtre_{key} input"), label)
        self.page.wait_for_url(lambda address: address != before)
        return self.settle()

    def pick(self, field: Locator, label: str) -> Screen:
        """Ouvre une liste de choix et prend la valeur qui porte ces mots."""
        field.scroll_into_view_if_needed()
        # La liste se referme si la page défile encore.
        self.page.wait_for_timeout(150)
        field.click()
        self.page.get_by_role("option", name=label, exact=True).click()
        return self.settle()

    def go(self, label: str) -> Screen:
        """Suit un lien du menu, puis l'onglet de la page dans son entrée s'il le faut."""
        name = next(one for one, words in MENU.items() if words == label)
        entry = next(word for word, pages in SECTIONS.items() if name in pages)
        self._press_link(".st-key-pages", entry)
        return (
            self if SECTIONS[entry][0] == name else self._press_link(".st-key-pages_section", label)
        )

    def _press_link(self, place: str, label: str) -> Screen:
        before = self.page.url
        self.page.locator(place).get_by_role("link", name=label, exact=True).click()
        self.page.wait_for_url(lambda address: address != before)
        return self.settle()

    def press(self, label: str) -> Screen:
        """Presse le bouton qui porte ces mots."""
        button = self.page.get_by_role("button", name=label, exact=True)
        # Une partie de page est un choix parmi d'autres : un bouton radio, à la voix.
        button.or_(self.page.get_by_role("radio", name=label, exact=True)).click()
        return self.settle()

    def tools(self, name: str) -> Locator:
        """Rend la rangée d'outils d'un indicateur : définition, tableau, fichiers."""
        return self.page.locator(f".st-key-outils_{name}")

    def table(self, name: str) -> list[list[str]]:
        """Ouvre le tableau d'un indicateur et rend ses rangées, l'en-tête d'abord."""
        self.tools(name).get_by_role("button", name="Tableau").click()
        rows = self.page.locator('[data-testid="stPopoverBody"] tr')
        rows.first.wait_for()
        found = rows.evaluate_all("all => all.map((r) => [...r.cells].map((c) => c.innerText))")
        self.page.keyboard.press("Escape")
        return found

    def download(self, name: str, label: str) -> Path:
        """Télécharge le fichier d'un indicateur et rend sa copie, sous son nom proposé."""
        with self.page.expect_download() as waiting:
            self.tools(name).get_by_role("button", name=label).click()
        return kept(waiting.value)


def kept(download: Download) -> Path:
    """Garde un fichier téléchargé, sous son nom proposé, dans un dossier à lui."""
    target = Path(tempfile.mkdtemp()) / download.suggested_filename
    download.save_as(target)
    return target


@contextmanager
def visit(browser: Browser, server: Server, **options: object) -> Iterator[Screen]:
    """Ouvre une page comme le ferait une autre personne."""
    context = new_context(browser, **options)
    yield Screen(context.new_page(), server)
    context.close()


def number(text: str) -> float:
    """Lit le premier nombre d'un texte écrit à la française : « 126 550 heures » -> 126550."""
    found = re.search(r"[-\u2212]?\d[\d\u202f\u00a0]*(,\d+)?", text)
    assert found, f"Pas de nombre dans « {text} »"
    bare = re.sub(r"[\u202f\u00a0]", "", found[0]).replace("\u2212", "-")
    return float(bare.replace(",", "."))
