"""La prise d'écoute du serveur : ce qui est prêt part sans attendre."""

from __future__ import annotations

import gc
import socket


def send_at_once() -> None:
    """Ôte aux prises d'écoute, et à celles qu'elles ouvriront, l'attente d'un accusé de réception.

    Streamlit crée la sienne sans dire son protocole, et asyncio n'ôte cette attente (TCP_NODELAY)
    qu'à une prise qui le dit : la fin de chaque réponse attendait 40 ms, une visite en fait cent.
    """
    for one in gc.get_objects():
        if type(one) is socket.socket and _listens(one):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listens(one: socket.socket) -> bool:
    if one.fileno() < 0 or one.family not in (socket.AF_INET, socket.AF_INET6):
        return False
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
