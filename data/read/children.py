"""Les processus enfants qui ouvrent les fichiers reçus, vus de celui qui les demande.

Un fichier a son enfant, qui finit avec lui. Là où le système sait dédoubler un processus, les
enfants d'un même envoi naissent d'un modèle déjà importé (`data.read.model`), dix fois plus vite ;
ailleurs, chacun est lancé. Un modèle ne vit que le temps d'un envoi.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from data.read.model import OCTETS

RACINE = Path(__file__).resolve().parents[2]
# Rien d'autre ne passe : surtout pas la clé des pseudonymes.
VARIABLES_TRANSMISES = ("SYSTEMROOT", "LD_LIBRARY_PATH")
DEDOUBLE = hasattr(os, "fork")


@dataclass
class Forked:
    """Un enfant fait par un modèle, avec de `subprocess.Popen` ce qui sert à le suivre."""

    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]
    _link: socket.socket = field(repr=False)
    _model: subprocess.Popen[bytes] = field(repr=False)
    returncode: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self.stdin, self.stdout, self.stderr):
            with contextlib.suppress(OSError):
                pipe.close()

    def wait(self) -> int:
        """Attend la fin de l'enfant ; le code d'un modèle mort est celui de l'enfant avec lui."""
        code = b""
        with contextlib.suppress(ConnectionError):
            code = self._link.recv(OCTETS)
        is_told = len(code) == OCTETS
        self.returncode = (
            int.from_bytes(code, "little", signed=True) if is_told else self._model.wait()
        )
        return self.returncode

    def kill(self) -> None:
        """Tue un enfant qui n'a pas fini, et son modèle, qui ne pourrait plus dire lequel."""
        if self.returncode is None:
            kill_group(self._model)


Child = subprocess.Popen[bytes] | Forked


class Model:
    """De quoi faire des enfants, un à la fois ; un modèle mort est remplacé au suivant."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_closed = True
            self._stop()

    def child(self) -> Child:
        """Rend un nouvel enfant, qui attend ses consignes."""
        if not DEDOUBLE:
            pipe = subprocess.PIPE
            return launched("data.read.sandbox", stdin=pipe, stdout=pipe, stderr=pipe)
        with self._lock:
            if self._is_closed:
                raise RuntimeError("Ce modèle est fermé : il ne fait plus d'enfant.")
            if self._process is None or self._process.poll() is not None:
                self._start()
            return _forked(self._link, self._process)

    def _start(self) -> None:
        self._stop()
        self._link, theirs = socket.socketpair()
        with theirs:
            # Un groupe à lui : ce qui le tue n'oublie pas l'enfant qu'il attend.
            self._process = launched("data.read.model", stdin=theirs, start_new_session=True)

    def _stop(self) -> None:
        if self._process is not None:
            kill_group(self._process)
        if self._link is not None:
            self._link.close()


def launched(module: str, **options: object) -> subprocess.Popen[bytes]:
    """Lance un module de lecture, sans rien de l'environnement."""
    # -S : sans les paquets installés, l'enfant part plus vite ; un classeur étranger en ajoute un.
    command = [sys.executable, "-S", "-X", "utf8", "-m", module]
    env = {one: os.environ[one] for one in VARIABLES_TRANSMISES if one in os.environ}
    return subprocess.Popen(command, cwd=RACINE, env=env, **options)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Tue un processus et ses enfants, et attend sa fin."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _forked(link: socket.socket, model: subprocess.Popen[bytes]) -> Forked:
    """Demande un enfant au modèle, et lui remet ses bouts des tuyaux."""
    (entry, stdin), (stdout, output), (stderr, errors) = (os.pipe() for _ in range(3))
    given = [entry, output, errors]
    # Un modèle qui meurt à cet instant : ses tuyaux sont vides, et sa fin se dit à l'attente.
    with contextlib.suppress(OSError):
        socket.send_fds(link, [b"1"], given)
    for pipe in given:
        os.close(pipe)
    return Forked(
        os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"), os.fdopen(stderr, "rb"), link, model
    )
