"""Ce qu'une prise reçoit du serveur : un message, ou un lot de messages, chacun après sa taille."""

from __future__ import annotations

# Le premier octet d'un message dit son premier champ : il n'est jamais nul. Celui d'un lot l'est.
LOT = 0


def unpacked(frame: bytes) -> list[bytes]:
    """Rend les messages d'une trame, dans leur ordre."""
    if not frame or frame[0] != LOT:
        return [frame]
    found, rest = [], frame[1:]
    while rest:
        size = int.from_bytes(rest[:4], "big")
        found.append(rest[4 : 4 + size])
        rest = rest[4 + size :]
    return found
