"""Les travaux du serveur : importer les exemples au premier démarrage, refaire le cube qui attend.

Chacun est dans un processus à lui : lancé au démarrage ou après une publication, vu de toutes les
sessions, fini même si tout le monde s'en va. Les chiffres exacts se lisent avant que les chiffres
protégés ne soient prêts.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread

import streamlit as st
from streamlit.logger import get_logger

from data.publish import (
    PANNES,
    ImportEnCours,
    RienPublie,
    Servie,
    alert,
    import_lock,
    is_plenary,
    state,
    told,
)
from pages.imports.envois import folder
from queries.protection.publish.attente import is_waiting

LOGGER = get_logger(__name__)
ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "data", "exemples", "--suivi")
PROTEGER = (sys.executable, "-m", "data", "proteger", "--suivi")
PAUSE_S = 0.3
MESSAGE = (
    "Premier démarrage : préparation des données d'exemple, inventées. Les chiffres exacts "
    "paraissent en moins d'une minute, une seule fois ; vous pouvez fermer cette page, le "
    "travail continue."
)
PROTECTION = "Les chiffres protégés se préparent encore"


@dataclass
class Travail:
    """Où en est la préparation : lue par toutes les sessions, écrite par un seul fil."""

    done: float = 0.0
    said: str = "Ouverture des exports"
    is_running: bool = False
    failure: str = ""
    lock: Lock = field(default_factory=Lock, repr=False)


TRAVAIL = Travail()


def start_up() -> None:
    """Au démarrage du serveur : dire les dégâts, faire le ménage, préparer un magasin vide."""
    try:
        if said := alert():
            LOGGER.warning(said)
        if not is_plenary():
            with import_lock():
                LOGGER.info("Magasin prêt.")
            start_examples()
            start_protection()
            # Ce qu'un serveur tué a laissé de déposé s'efface.
            folder()
    except ImportEnCours as busy:
        LOGGER.info(str(busy))
    except PANNES as failure:
        LOGGER.error(told(failure))


def start_examples() -> None:
    """Lance la préparation si rien n'a jamais été publié et si elle ne tourne pas déjà."""
    with TRAVAIL.lock:
        if TRAVAIL.is_running or TRAVAIL.failure or not isinstance(state(), RienPublie):
            return
        TRAVAIL.is_running = True
    Thread(target=_run, name="premier-demarrage", daemon=True).start()


def start_protection() -> None:
    """Lance le calcul des chiffres protégés si la publication servie attend les siens."""
    found = state()
    if not isinstance(found, Servie) or not is_waiting(found.generation):
        return
    with TRAVAIL.lock:
        if TRAVAIL.is_running:
            return
        TRAVAIL.is_running, TRAVAIL.done, TRAVAIL.failure = True, 0.0, ""
    Thread(target=_run_protection, name="chiffres-proteges", daemon=True).start()


def _run() -> None:
    _watch(COMMAND, "Premier démarrage : import des exemples")


def _run_protection() -> None:
    _watch(PROTEGER, "Chiffres protégés : calcul")
    # Ce qu'un autre import aurait publié entre-temps attend peut-être les siens.
    if not TRAVAIL.failure:
        start_protection()


def _watch(command: tuple[str, ...], named: str) -> None:
    """Suit le processus qui travaille : sa progression, ligne à ligne, puis son dernier mot."""
    LOGGER.info("%s commencé.", named)
    try:
        with subprocess.Popen(
            command, cwd=ROOT, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as child:  # fmt: skip
            last = ""
            for line in child.stdout or ():
                last = _follow(line.strip()) or last
        if child.returncode:
            TRAVAIL.failure = last or f"{named} arrêté."
            LOGGER.error("%s : %s", named, TRAVAIL.failure)
        else:
            LOGGER.info("%s fini.", named)
    except OSError as failure:
        TRAVAIL.failure = told(failure)
    finally:
        TRAVAIL.is_running = False


def _follow(line: str) -> str:
    """Lit « 0.42<tabulation>phrase » ; rend une ligne qui n'est pas une progression."""
    done, mark, said = line.partition("\t")
    if not mark:
        return line
    TRAVAIL.done, TRAVAIL.said = min(float(done), 1.0), said
    return ""


def ensure_examples() -> None:
    """Montre la préparation tant que rien ne se lit ; sans effet si quelque chose est publié."""
    if not isinstance(state(), RienPublie):
        return
    start_examples()
    place = st.empty()
    with place.container():
        st.space("large")
        st.title("Clauses sociales d'insertion en Vaucluse")
        if TRAVAIL.failure:
            _show_failure()
        st.markdown(MESSAGE)
        bar = st.progress(TRAVAIL.done, TRAVAIL.said)
        # La page suit le travail, elle ne le fait pas : la fermer n'arrête rien.
        while TRAVAIL.is_running and isinstance(state(), RienPublie):
            bar.progress(TRAVAIL.done, TRAVAIL.said)
            time.sleep(PAUSE_S)
    place.empty()
    st.rerun()


def _show_failure() -> None:
    st.error(TRAVAIL.failure)
    if st.button("Recommencer la préparation"):
        TRAVAIL.failure = ""
        st.rerun()
    st.stop()


def still_protecting() -> str:
    """Dit que les chiffres protégés se calculent encore, ou ""."""
    done = f"{min(TRAVAIL.done, 0.99):.0%}".replace("%", "\u202f%")
    return f"{PROTECTION} ({done})." if TRAVAIL.is_running else ""
