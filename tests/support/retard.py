"""Une ligne lente : ce que le serveur envoie attend qu'on le laisse passer au navigateur."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.support.lots import unpacked

PAS_MS = 50
ATTENTE_MS = 20_000


@dataclass
class SlowLine:
    """La prise d'un onglet ; à poser avant d'ouvrir la page."""

    page: Page
    is_held: bool = False
    waiting: list[str | bytes] = field(default_factory=list)
    browser_side: WebSocketRoute | None = None

    def __post_init__(self) -> None:
        self.page.route_web_socket(re.compile(r"/_stcore/stream"), self._open)

    def _open(self, browser_side: WebSocketRoute) -> None:
        self.browser_side = browser_side
        browser_side.connect_to_server().on_message(self._receive)

    def _receive(self, message: str | bytes) -> None:
        if self.is_held:
            self.waiting.append(message)
        else:
            self.browser_side.send(message)

    def hold_until_drawn(self) -> None:
        """Attend que le serveur ait fini de refaire la page, dont rien n'arrive encore."""
        for _ in range(0, ATTENTE_MS, PAS_MS):
            if any(_ends(message) for message in self.waiting):
                return
            self.page.wait_for_timeout(PAS_MS)
        raise AssertionError("Le serveur n'a pas refait la page")

    def release(self) -> None:
        """Laisse passer tout ce qui attendait, dans l'ordre."""
        self.is_held = False
        for message in self.waiting:
            self.browser_side.send(message)
        self.waiting.clear()


def _ends(frame: bytes) -> bool:
    read = map(ForwardMsg.FromString, unpacked(frame))
    return any(one.WhichOneof("type") == "script_finished" for one in read)
