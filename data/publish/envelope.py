"""L'enveloppe d'une sauvegarde : un seul fichier, dont le moindre bit changé se voit.

En clair, la fin porte l'empreinte de tout ce qui précède. Chiffrée (AES-256-GCM, clé tirée de la
phrase par scrypt), chaque morceau est authentifié avec son rang : ni échange, ni coupure.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from data.publish.space import SauvegardeRefusee

CLAIRE = b"CLAUSES-SAUVEGARDE-1 claire\n"
CHIFFREE = b"CLAUSES-SAUVEGARDE-1 chiffree\n"
SEL, MORCEAU, EMPREINTE = 16, 1024**2, 32
MARQUE_GCM = 16
# scrypt : environ 64 Mo et un dixième de seconde par essai.
COUT = {"n": 2**16, "r": 8, "p": 1}


def wrap(source: Path, target: Path, phrase: str = "") -> None:
    """Écrit `source` dans une enveloppe, chiffrée si une phrase est donnée."""
    with source.open("rb") as read, target.open("wb") as written:
        if phrase:
            _encrypt(read, written, phrase)
        else:
            _sign(read, written)
        written.flush()
        os.fsync(written.fileno())


def unwrap(source: Path, target: Path, phrase: str = "") -> None:
    """Rend le contenu d'une enveloppe ; lève SauvegardeRefusee si elle est abîmée ou fermée."""
    with source.open("rb") as read, target.open("wb") as written:
        head = read.readline(64)
        if head == CLAIRE:
            _check(read, written, source.stat().st_size - len(head))
        elif head == CHIFFREE:
            _decrypt(read, written, phrase)
        else:
            raise SauvegardeRefusee("Ce fichier n'est pas une sauvegarde, ou son début est abîmé.")


def _sign(read: BinaryIO, written: BinaryIO) -> None:
    digest = hashlib.sha256(CLAIRE)
    written.write(CLAIRE)
    while part := read.read(MORCEAU):
        digest.update(part)
        written.write(part)
    written.write(digest.digest())


def _check(read: BinaryIO, written: BinaryIO, left: int) -> None:
    digest, body = hashlib.sha256(CLAIRE), left - EMPREINTE
    while body > 0 and (part := read.read(min(MORCEAU, body))):
        body -= len(part)
        digest.update(part)
        written.write(part)
    if body or read.read() != digest.digest():
        raise SauvegardeRefusee("La sauvegarde est abîmée ou coupée : rien n'a été remis en place.")


def _encrypt(read: BinaryIO, written: BinaryIO, phrase: str) -> None:
    salt = os.urandom(SEL)
    written.write(CHIFFREE + salt)
    box = AESGCM(_key(phrase, salt))
    part, rank = read.read(MORCEAU), 0
    while True:
        following = read.read(MORCEAU)
        is_last = not following
        written.write(box.encrypt(_nonce(rank, is_last), part, CHIFFREE))
        if is_last:
            return
        part, rank = following, rank + 1


def _decrypt(read: BinaryIO, written: BinaryIO, phrase: str) -> None:
    if not phrase:
        raise SauvegardeRefusee(
            "Cette sauvegarde est chiffrée : donnez sa phrase par CLAUSES_SAUVEGARDE_PHRASE ou par "
            "--phrase FICHIER."
        )
    box = AESGCM(_key(phrase, read.read(SEL)))
    for rank, part, is_last in _sealed_parts(read):
        try:
            written.write(box.decrypt(_nonce(rank, is_last), part, CHIFFREE))
        except InvalidTag as wrong:
            raise SauvegardeRefusee(
                "La phrase n'est pas la bonne, ou la sauvegarde est abîmée : rien n'a été remis en "
                "place."
            ) from wrong


def _sealed_parts(read: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    size = MORCEAU + MARQUE_GCM
    part, rank = read.read(size), 0
    while True:
        following = read.read(size)
        yield rank, part, not following
        if not following:
            return
        part, rank = following, rank + 1


def _key(phrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **COUT).derive(phrase.encode("utf-8"))


def _nonce(rank: int, is_last: bool) -> bytes:
    """Un nombre unique par morceau ; le dernier se reconnaît, une coupure se voit donc."""
    return struct.pack(">QI", rank, int(is_last))
