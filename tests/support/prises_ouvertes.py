"""Les prises qu'un autre processus tient ouvertes (Linux) : on en regarde les réglages."""

from __future__ import annotations

import ctypes
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# Le numéro de cet appel est le même sur toutes les machines récentes.
PIDFD_GETFD = 438


@contextmanager
def socket_towards(pid: int, peer: tuple[str, int]) -> Iterator[socket.socket]:
    """Rend la prise de ce processus dont l'autre bout est à cette adresse."""
    process = os.pidfd_open(pid)
    try:
        (found,) = [one for one in _sockets(process, pid) if _peer(one) == peer]
        yield found
        found.close()
    finally:
        os.close(process)


def _sockets(process: int, pid: int) -> Iterator[socket.socket]:
    call = ctypes.CDLL(None, use_errno=True).syscall
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        if not str(entry.readlink()).startswith("socket:"):
            continue
        taken = call(PIDFD_GETFD, process, int(entry.name), 0)
        if taken < 0:
            pytest.skip(f"La machine refuse ce regard : {os.strerror(ctypes.get_errno())}")
        yield socket.socket(fileno=taken)


def _peer(one: socket.socket) -> tuple[str, int] | None:
    """Rend l'autre bout ; None, et la prise refermée, si elle n'en a pas sur le réseau."""
    if one.family == socket.AF_INET:
        try:
            return one.getpeername()
        except OSError:
            pass
    one.close()
    return None
