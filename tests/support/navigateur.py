"""Outils des parcours : un navigateur, et un serveur sur un magasin d'essai."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.places import ROOT

HOST = "127.0.0.1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WAIT_S = 60
# Un projecteur, un écran de bureau.
SIZES = ((1280, 720), (1920, 1080))


def chromium_path() -> str | None:
    """Rend le chemin de Chromium sur cette machine, ou None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def find_chromium() -> str:
    """Rend le chemin de Chromium ; sans lui, saute le test (échoue si CI est posée)."""
    path = chromium_path()
    if path is None:
        said = "Chromium n'est pas installé (« apt-get install chromium » sous Debian)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return path


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Ouvre un navigateur sans écran."""
    path = find_chromium()
    arguments = ["--no-sandbox", "--host-resolver-rules=MAP tableau.exemple 127.0.0.1"]
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Server:
    """Un serveur lancé pour un parcours, et son dossier (magasin, clé, journal)."""

    folder: Path
    port: int
    pid: int = 0

    @property
    def store(self) -> Path:
        """Le magasin servi."""
        return self.folder / "magasin"

    def address(self, path: str = "/") -> str:
        """Rend l'adresse complète d'une page."""
        return f"http://{HOST}:{self.port}{path}"

    def journal(self) -> str:
        """Rend ce que le serveur a écrit."""
        return (self.folder / "journal.txt").read_text("utf-8")


@contextmanager
def serve(
    folder: Path, port: int = 0, script: str = "app.py", root: Path = ROOT, **variables: str
) -> Iterator[Server]:
    """Lance l'application sur un port libre, magasin et clé dans `folder` ; l'arrête ensuite.

    `root` : l'arbre du projet à servir.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSES_")}
    kept["XDG_CONFIG_HOME"] = str(folder / "reglages")
    server = Server(folder, port)
    with launched(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
        folder / "journal.txt",
        lambda: status(server, "/_stcore/health") == 200,
        cwd=root,
        env={**kept, "CLAUSES_STORE": str(folder / "magasin"), **variables},
    ) as pid:
        yield replace(server, pid=pid)


@contextmanager
def launched(
    command: list[str], journal: Path, is_up: Callable[[], bool], **options: object
) -> Iterator[int]:
    """Lance un programme, attend qu'il réponde et rend son numéro ; l'arrête ensuite."""
    with journal.open("w") as written:
        process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT, **options)
        try:
            wait_for(is_up, f"Ne répond pas : {command}")
            yield process.pid
        finally:
            process.terminate()
            process.wait(WAIT_S)


@contextmanager
def serve_store(store: Path, folder: Path, **variables: str) -> Iterator[Server]:
    """Comme `serve`, sur une copie d'un magasin déjà fait : aucun parcours ne change l'original."""
    shutil.copytree(store, folder / "magasin")
    with serve(folder, **variables) as one:
        yield one


def copy_of(server: Server, folder: Path) -> Path:
    """Copie le magasin et la clé d'un serveur, pour qu'un parcours les change sans gêner."""
    return shutil.copytree(server.folder, folder)


def free_port() -> int:
    """Rend un port que personne n'écoute."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def answers(address: str) -> bool:
    """Dit si quelqu'un répond sans erreur à cette adresse."""
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def status(server: Server, path: str) -> int:
    """Rend le code de réponse d'une adresse ; 0 si personne ne répond."""
    link = http.client.HTTPConnection(HOST, server.port, timeout=WAIT_S)
    try:
        link.request("GET", path)
        return link.getresponse().status
    except ConnectionError:
        return 0
    finally:
        link.close()


def wait_for(is_done: Callable[[], bool], said: str, limit: float = WAIT_S) -> None:
    """Attend qu'une condition soit vraie ; échoue en le disant si elle ne le devient pas."""
    end = time.monotonic() + limit
    while not is_done():
        assert time.monotonic() < end, said
        time.sleep(0.05)


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """Rend un contexte neuf, sans mémoire : une autre personne, en français."""
    shape = {"width": SIZES[0][0], "height": SIZES[0][1]}
    return browser.new_context(locale="fr-FR", viewport=shape, **options)
