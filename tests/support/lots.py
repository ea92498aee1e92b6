"""Ce qu'une prise reçoit du serveur : un message, ou un lot de messages, chacun après sa taille."""

from __future__ import annotations

# Le premier octet d'un message dit son premier champ : il n'est jamais nul. Celui d'un lot est le
# premier des quatre d'une taille, nul sous seize mégaoctets.
LOT = 0


def unpacked(frame: bytes) -> list[bytes]:
    """Rend les messages d'une trame, dans leur ordre."""
    if not frame or frame[0] != LOT:
        return [frame]
    found = []
    while frame:
        size = int.from_bytes(frame[:4], "big")
        found.append(frame[4 : 4 + size])
        frame = frame[4 + size :]
    return found
