"""Un mandataire d'essai : il relaie les octets et annonce d'où vient chaque connexion.

Les en-têtes que Playwright ajoute n'atteignent pas la prise websocket de tous les Chromium.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.support.navigateur import HOST, Server

FORWARDED = {"X-Forwarded-For": "203.0.113.7"}
ANNONCE = b"".join(f"{name}: {value}\r\n".encode() for name, value in FORWARDED.items())


@contextmanager
def forwarded(server: Server) -> Iterator[Server]:
    """Rend le serveur tel qu'on l'atteint à travers le mandataire."""
    with socket.create_server((HOST, 0)) as door:
        threading.Thread(target=_serve, args=(door, server.port), daemon=True).start()
        yield Server(server.folder, door.getsockname()[1], server.pid)


def _serve(door: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            threading.Thread(target=_relay, args=(door.accept()[0], port), daemon=True).start()


def _relay(client: socket.socket, port: int) -> None:
    with suppress(OSError), client, socket.create_connection((HOST, port)) as target:
        first, _, rest = client.recv(65536).partition(b"\r\n")
        target.sendall(first + b"\r\n" + ANNONCE + rest)
        back = threading.Thread(target=_pump, args=(target, client), daemon=True)
        back.start()
        _pump(client, target)
        back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
