"""Une prise ouverte (websocket) : elle ne dure pas plus que la session et le droit de qui l'ouvre.

Ce qui s'y envoie est noté à qui le reçoit : ses fichiers, et le nom que Streamlit donne à sa
page. Une prise fermée ici dit pourquoi par son code, et le navigateur recharge la page.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.publish.acces import PLENIERE, Droit, record
from pages.connexion.droit import right_of, sessions
from pages.connexion.remises import Porteur, Remises
from pages.connexion.sessions import Session

# Un code d'application (RFC 6455) : la session ou le droit a changé, la page est à recharger.
TO_RELOAD = 4401
PAUSE_S = 5
SOUS_PROTOCOLES = b"sec-websocket-protocol"


def bearer_of(one: Session | None) -> Porteur:
    """Rend qui porte cette session et avec quel droit ; sans session, tout le monde."""
    return Porteur(one.cle, right_of(one)) if one else Porteur("", PLENIERE)


@dataclass
class Prise:
    """Une prise, de son ouverture à sa fin."""

    porteur: Porteur
    remises: Remises
    page: str = ""
    is_ended: bool = False

    def is_still_hers(self) -> bool:
        """Dit si la session dure et si son droit est celui de l'ouverture."""
        return (
            not self.porteur.cle or bearer_of(sessions().of_key(self.porteur.cle)) == self.porteur
        )

    def is_open(self) -> bool:
        """Dit si la session dure ; son droit se regarde à chaque geste et sans cesse à côté."""
        return not self.porteur.cle or sessions().of_key(self.porteur.cle) is not None

    def heard(self, data: bytes) -> None:
        """Note un geste de la personne ; ce que la page redemande seule n'en est pas un."""
        said = BackMsg()
        try:
            said.ParseFromString(data)
        except DecodeError:
            return
        if self.porteur.cle and not said.rerun_script.is_auto_rerun and not said.app_heartbeat:
            sessions().touch(self.porteur.cle)

    def told(self, data: bytes) -> None:
        """Note ce qui part vers le navigateur."""
        self.remises.note_files(data, self.porteur)
        if self.page:
            return
        said = ForwardMsg()
        with contextlib.suppress(DecodeError):
            said.ParseFromString(data)
            self.page = said.new_session.initialize.session_id
        if self.page:
            self.remises.note_page(self.page, self.porteur)


async def serve_socket(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, one: Prise
) -> None:
    """Sert une prise jusqu'à ce qu'elle se ferme, ou que la session ou le droit finisse."""
    ended = asyncio.Event()

    async def watch() -> None:
        while not ended.is_set():
            await asyncio.sleep(PAUSE_S)
            end_unless(one.is_still_hers)

    def end_unless(holds: Callable[[], bool]) -> None:
        if not ended.is_set() and not holds():
            one.is_ended = True
            ended.set()
            _tell_change(one.porteur)

    async def hear() -> Message:
        message = await _first(receive, ended)
        if message is not None and message["type"] == "websocket.receive":
            end_unless(one.is_still_hers)
            one.heard(message.get("bytes") or b"")
        if message is None or ended.is_set():
            await send({"type": "websocket.close", "code": TO_RELOAD, "reason": "session"})
            return {"type": "websocket.disconnect", "code": TO_RELOAD}
        return message

    async def tell(message: Message) -> None:
        if message["type"] == "websocket.send":
            end_unless(one.is_open)
            one.told(message.get("bytes") or b"")
        if not ended.is_set():
            await send(message)

    watching = asyncio.create_task(watch()) if one.porteur.cle else None
    try:
        await app(_own_page(scope, one), hear, tell)
    finally:
        if watching:
            watching.cancel()


async def _first(receive: Receive, ended: asyncio.Event) -> Message | None:
    """Rend le prochain message, ou None si la prise finit avant lui."""
    with _started(receive(), ended.wait()) as (heard, stopped):
        await asyncio.wait({heard, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return heard.result() if heard.done() else None


@contextmanager
def _started(*waited: object) -> Iterator[tuple[asyncio.Future, ...]]:
    tasks = tuple(asyncio.ensure_future(one) for one in waited)
    try:
        yield tasks
    finally:
        for one in tasks:
            one.cancel()


def _own_page(scope: Scope, one: Prise) -> Scope:
    """Rend la même demande ; elle ne reprend une page que si c'est la sienne, au même droit."""
    kept = []
    for name, value in scope["headers"]:
        if name.lower() == SOUS_PROTOCOLES:
            parts = [part.strip() for part in value.decode("latin-1").split(",")]
            if len(parts) > 2 and not one.remises.is_page_of(parts[2], one.porteur):
                value = ", ".join(parts[:2]).encode("latin-1")
        kept.append((name, value))
    return {**scope, "headers": kept}


def _tell_change(porteur: Porteur) -> None:
    """Note un droit changé en séance, hors du fil qui sert les pages."""
    one = sessions().of_key(porteur.cle)
    if one and (now := right_of(one)) != porteur.droit:
        said = f"droit changé en séance : {_named(now)}"
        asyncio.get_running_loop().run_in_executor(None, record, "droit", one.identite, said)


def _named(droit: Droit) -> str:
    roles = {
        "référent EPCI": droit.epci,
        "structure": droit.structures,
        "facilitateur": droit.importe,
        "financeur": droit.est_financeur,
        "administrateur": droit.est_administrateur,
    }
    return ", ".join(name for name, held in roles.items() if held) or "plénière"
