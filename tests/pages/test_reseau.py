"""Ce que le serveur a de prêt part aussitôt, sans attendre l'accusé de réception d'avant."""

from __future__ import annotations

import socket

from pages.shared.shell.reseau import send_at_once
from tests.support.navigateur import HOST


def nodelay(listening: socket.socket) -> bool:
    """Dit si une prise ouverte par celle-ci envoie sans attendre."""
    with socket.create_connection(listening.getsockname()):
        opened, _ = listening.accept()
        with opened:
            return bool(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_une_prise_d_ecoute_comme_celle_de_streamlit_n_attend_plus():
    with socket.socket(family=socket.AF_INET) as listening, socket.socket() as closed:
        listening.bind((HOST, 0))
        listening.listen()
        assert not nodelay(listening)
        closed.close()
        send_at_once()
        assert nodelay(listening)


def test_ce_qui_n_ecoute_pas_ne_change_pas():
    with socket.socket() as idle, socket.socket(type=socket.SOCK_DGRAM) as letters:
        send_at_once()
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert letters.fileno() >= 0
