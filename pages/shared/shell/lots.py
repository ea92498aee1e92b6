"""Les messages d'une page, envoyés par lots au navigateur.

Streamlit en envoie un par élément, une centaine par changement de filtre, et le navigateur refait
sa page autant de fois. Ici, ce qui dessine attend la fin du script, ou au plus un instant, et part
en une fois ; ce qui n'attend rien (état, erreur, fin) part aussitôt, après ce qui le précède. Un
client qui n'a pas demandé de lots (adresse sans `lots`) reçoit chaque message à part.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ASKED = b"lots"
# Le temps qu'un premier dessin attend les suivants, en secondes : une page longue à faire se montre
# ainsi peu à peu.
WAIT_S = 0.05
# Un lot plus lourd part sans attendre : la mémoire d'une prise reste bornée.
WEIGHT = 512 * 1024
# Un lot : un octet nul, qu'aucun message n'a en tête, puis chaque message après sa taille.
HEAD, SIZE = b"\x00", 4
# Ce qui peut attendre : le début d'un script et ce qu'il dessine.
HELD = frozenset({"new_session", "page_config_changed", "navigation", "delta", "ref_hash"})


class GroupedMessages:
    """Envoie par lots les messages de toute prise qui l'a demandé."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une demande ; tout autre qu'une prise par lots passe sans changement."""
        if scope["type"] != "websocket" or ASKED not in parse_qs(scope["query_string"]):
            await self.app(scope, receive, send)
            return
        held = HeldMessages(send)
        try:
            await self.app(scope, receive, held.send)
        finally:
            await held.close()


class HeldMessages:
    """Ce qu'une prise garde un instant, dans l'ordre où cela partira."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: list[bytes] = []
        self._weight = 0
        self._order = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._late: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        """Garde un message de dessin ; envoie tout autre, après ce qui était gardé."""
        payload = message.get("bytes")
        if message["type"] != "websocket.send" or payload is None:
            await self._flush()
            await self._send(message)
            return
        self._held.append(payload)
        self._weight += len(payload)
        if self._weight > WEIGHT or not _can_wait(payload):
            await self._flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WAIT_S, self._start)

    async def close(self) -> None:
        """Oublie ce qui n'est pas parti : la prise n'existe plus."""
        self._held.clear()
        self._stop_timer()
        if self._late is not None:
            await self._late

    def _start(self) -> None:
        self._timer = None
        self._late = asyncio.create_task(self._flush_late(), name="lot")

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _flush_late(self) -> None:
        # Qui est parti ne reçoit plus rien : l'envoi suivant, ou la lecture, le dit à Streamlit.
        with suppress(OSError):
            await self._flush()

    async def _flush(self) -> None:
        self._stop_timer()
        async with self._order:
            parts, self._held, self._weight = self._held, [], 0
            if parts:
                await self._send({"type": "websocket.send", "bytes": packed(parts)})


def packed(payloads: list[bytes]) -> bytes:
    """Rend un lot de messages."""
    return HEAD + b"".join(len(one).to_bytes(SIZE) + one for one in payloads)


def _can_wait(payload: bytes) -> bool:
    return ForwardMsg.FromString(payload).WhichOneof("type") in HELD
