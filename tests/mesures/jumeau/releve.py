"""Ce qu'un navigateur relève d'une page, la même chose des deux : durées, octets, calcul, mémoire.

Une durée va du geste au dernier graphique peint de l'écran, et du geste au dernier changement de
la page, quel qu'il soit : rien d'elle n'attend ce que l'outil a regardé.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from tests.support.navigateur import Server, new_context, wait_for

# Une page est calme quand rien n'y a changé pendant ce temps.
CALM_MS = 700
# Un navigateur se repose quand, pendant ce temps, il n'en calcule que cette part.
REPOS_MS, REPOS = 400, 0.05
WATCH = """(() => {
    const banc = window.banc = {debut: 0, graphique: 0, calme: 0};
    const vu = (noeud) => {
        const un = noeud.nodeType === 1 ? noeud : noeud.parentElement;
        const dessin = un?.isConnected && un.closest('.js-plotly-plot');
        return dessin && dessin.getBoundingClientRect().top < innerHeight;
    };
    let change = new Set();
    // Peint : après l'image suivante ; où est un graphique s'y lit sans rien recalculer.
    const peindre = () => setTimeout(() => {
        banc.calme = performance.now();
        if ([...change].some(vu)) banc.graphique = banc.calme;
        change = new Set();
    }, 0);
    new MutationObserver((tous) => {
        if (!change.size) requestAnimationFrame(peindre);
        for (const {target} of tous) change.add(target);
    }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
    addEventListener('pointerdown', (geste) => {
        if (!geste.target.closest?.('[role="option"]')) return;
        banc.debut = performance.now();
        banc.graphique = 0;
    }, true);
})()"""
# La phrase des filtres dit la période, autant de graphiques qu'attendu sont dessinés, et rien ne
# bouge plus.
READY = """([words, charts, calm]) => {
    const said = document.querySelector('.bandeau .vue')?.textContent ?? '';
    const drawn = [...document.querySelectorAll('.js-plotly-plot')]
        .filter((one) => one.querySelector('.main-svg')).length;
    const state = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState;
    return said.startsWith(words) && drawn === charts && (state ?? 'notRunning') === 'notRunning'
        && performance.now() - window.banc.calme > calm;
}"""
# Sans graphique à l'écran, rien n'est à attendre que le calme.
SPENT = """() => [window.banc.graphique || window.banc.calme, window.banc.calme]
    .map((one) => one - window.banc.debut)"""
FIELD = '.st-key-filtre_annee :is([role="combobox"], .dash-dropdown)'
OPTION = '[role="option"]'


@dataclass(frozen=True)
class Releve:
    """Un geste : secondes, octets reçus, demandes et messages, calcul des deux côtés."""

    graphique_s: float
    calme_s: float
    octets: float
    demandes: int
    messages: int
    serveur_s: float
    navigateur_s: float


@dataclass
class _Traffic:
    octets: int = 0
    demandes: int = 0
    messages: int = 0


@dataclass
class Tab:
    """Un onglet devant l'un des deux serveurs, et ce qui y arrive."""

    page: Page
    server: Server
    _traffic: _Traffic = field(default_factory=_Traffic)

    def listen(self) -> Tab:
        """Compte ce qui arrive par le réseau, et regarde la page changer."""
        self.page.add_init_script(WATCH)
        link = self.page.context.new_cdp_session(self.page)
        link.send("Network.enable")
        link.on("Network.requestWillBeSent", self._ask)
        link.on("Network.loadingFinished", lambda said: self._add(said["encodedDataLength"]))
        link.on("Network.webSocketFrameReceived", self._receive)
        return self

    def _ask(self, said: dict) -> None:
        self._traffic.demandes += said["request"]["url"].startswith("http")

    def _add(self, count: int) -> None:
        self._traffic.octets += int(count)

    def _receive(self, said: dict) -> None:
        frame = said["response"]
        # Une trame d'octets est dite en base 64.
        is_text = frame["opcode"] == 1
        self._add(len(frame["payloadData"]) * (1 if is_text else 3 / 4))
        self._traffic.messages += 1

    def measure(self, action: Callable[[], object], words: str, charts: int) -> Releve:
        """Fait un geste, attend le calme et rend ce qu'il a coûté."""
        self._traffic = _Traffic()
        link = self.page.context.browser.new_browser_cdp_session()
        server, browser = cpu_of(self.server.pid), _browser_cpu(link)
        action()
        said = f"La page n'est jamais prête : {words}, {charts} graphiques"
        wait_for(lambda: self.page.evaluate(READY, [words, charts, CALM_MS]), said)
        drawn, calm = self.page.evaluate(SPENT)
        spent = cpu_of(self.server.pid) - server
        after = _browser_cpu(link)
        used = sum(one - browser.get(key, 0.0) for key, one in after.items())
        link.detach()
        seen = self._traffic
        counts = (seen.octets, seen.demandes, seen.messages)
        return Releve(drawn / 1000, calm / 1000, *counts, spent, used)

    def load(self, path: str, words: str, charts: int) -> Releve:
        """Ouvre une adresse."""
        return self.measure(lambda: self.page.goto(self.server.address(path)), words, charts)

    def choose_year(self, year: str, charts: int) -> Releve:
        """Choisit une année dans sa liste ; le chronomètre part à la pression."""
        self.page.locator(FIELD).click()
        option = self.page.locator(OPTION).filter(has_text=year).first
        option.wait_for()
        # L'ouverture de la liste n'est pas du changement de filtre.
        self.page.wait_for_timeout(300)
        return self.measure(option.click, year, charts)


@contextmanager
def new_tab(browser: Browser, server: Server) -> Iterator[Tab]:
    """Un onglet d'une personne nouvelle : rien en mémoire, et le navigateur au repos."""
    context = new_context(browser)
    page = context.new_page()
    _wait_idle(page)
    yield Tab(page, server).listen()
    context.close()


def _wait_idle(page: Page) -> None:
    """Attend que Chromium ait fini d'ouvrir sa fenêtre : sa page d'accueil calcule une seconde."""
    link = page.context.browser.new_browser_cdp_session()

    def spent() -> float:
        before = sum(_browser_cpu(link).values())
        page.wait_for_timeout(REPOS_MS)
        return sum(_browser_cpu(link).values()) - before

    wait_for(lambda: spent() < REPOS_MS / 1000 * REPOS, "Le navigateur ne se repose jamais")
    link.detach()


def cpu_of(pid: int) -> float:
    """Rend le temps de calcul d'un processus depuis son lancement, en secondes (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


def _browser_cpu(link: CDPSession) -> dict[int, float]:
    found = link.send("SystemInfo.getProcessInfo")["processInfo"]
    return {one["id"]: one["cpuTime"] for one in found}


def resident_mo(pid: int) -> float:
    """Rend la mémoire résidente d'un processus, en Mo (Linux)."""
    told = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(told.partition("VmRSS:")[2].split()[0]) / 1024
