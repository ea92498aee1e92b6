"""Les prises qu'un autre processus tient ouvertes (Linux) : on en regarde les réglages."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

# Le numéro de cet appel est le même sur toutes les machines récentes.
PIDFD_GETFD = 438


@contextmanager
def socket_towards(pid: int, peer: tuple[str, int]) -> Iterator[socket.socket]:
    """Rend la prise de ce processus dont l'autre bout est à cette adresse."""
    process = os.pidfd_open(pid)
    every = list(_sockets(process, pid))
    try:
        (found,) = [one for one in every if _peer(one) == peer]
        yield found
    finally:
        for one in every:
            one.close()
        os.close(process)


def _sockets(process: int, pid: int) -> Iterator[socket.socket]:
    call = ctypes.CDLL(None, use_errno=True).syscall
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        # Ce qui se ferme pendant ce tour n'a plus de nom, puis plus de numéro.
        with suppress(FileNotFoundError):
            if not str(entry.readlink()).startswith("socket:"):
                continue
            taken = call(PIDFD_GETFD, process, int(entry.name), 0)
            if taken >= 0:
                yield socket.socket(fileno=taken)
            elif ctypes.get_errno() != errno.EBADF:
                pytest.skip(f"La machine refuse ce regard : {os.strerror(ctypes.get_errno())}")


def _peer(one: socket.socket) -> tuple[str, int] | None:
    """Rend l'autre bout d'une prise ; None si elle n'en a pas sur le réseau."""
    if one.family != socket.AF_INET:
        return None
    try:
        return one.getpeername()
    except OSError:
        return None
