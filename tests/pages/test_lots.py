"""Les messages d'une page partent par lots : tous, dans l'ordre, après un instant au plus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.shared.shell import lots
from pages.shared.shell.lots import GroupedMessages
from tests.support.lots import unpacked

ASKING = {"type": "websocket", "query_string": b"lots=1"}
Say = Callable[[bytes], Awaitable[None]]
Script = Callable[[Say], Awaitable[None]]


def message(kind: str, mark: str = "") -> bytes:
    """Un message de Streamlit, de cette sorte ; `mark` le reconnaît."""
    said = ForwardMsg(hash=mark)
    if kind == "delta":
        said.delta.new_element.html.body = mark
    elif kind == "ref_hash":
        said.ref_hash = mark
    elif kind == "script_finished":
        said.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    elif kind == "heartbeat_ack":
        said.heartbeat_ack = True
    else:
        getattr(said, kind).SetInParent()
    return said.SerializeToString()


def sent(script: Script, scope: dict[str, Any] = ASKING, fails: tuple[int, ...] = ()) -> list[Any]:
    """Ce qui part vers le navigateur quand l'application dit ce script ; une panne y est notée."""
    out: list[Any] = []

    async def send(one: dict[str, Any]) -> None:
        out.append(one.get("bytes", one["type"]))
        if len(out) - 1 in fails:
            raise OSError("parti")

    async def app(_scope: object, _receive: object, send: Any) -> None:
        async def say(payload: bytes) -> None:
            await send({"type": "websocket.send", "bytes": payload})

        await script(say)
        await send({"type": "websocket.close"})

    asyncio.run(GroupedMessages(app)(scope, None, send))
    return out


DRAWING = [message("new_session"), message("page_config_changed"), message("navigation"),
           *(message("delta", str(one)) for one in range(90)),
           message("ref_hash", "connu")]  # fmt: skip
END = message("script_finished")


def test_un_script_part_en_une_fois_avec_sa_fin():
    async def script(say: Say) -> None:
        for one in (*DRAWING, END):
            await say(one)

    lot, close = sent(script)
    assert unpacked(lot) == [*DRAWING, END]
    assert close == "websocket.close"


@pytest.mark.parametrize(
    "kind", ["session_status_changed", "script_finished", "page_not_found", "file_urls_response",
             "auth_redirect", "heartbeat_ack", "session_event"],
)  # fmt: skip
def test_ce_qui_n_attend_rien_part_aussitot_apres_ce_qui_le_precede(kind):
    said = message(kind)

    async def script(say: Say) -> None:
        await say(said)
        await say(DRAWING[0])
        await say(said)

    first, second, _ = sent(script)
    assert unpacked(first) == [said]
    assert unpacked(second) == [DRAWING[0], said]


def test_une_page_longue_a_faire_se_montre_peu_a_peu(monkeypatch):
    monkeypatch.setattr(lots, "WAIT_S", 0.01)

    async def script(say: Say) -> None:
        for one in DRAWING[:4]:
            await say(one)
            await asyncio.sleep(0.05)

    *found, close = sent(script)
    assert [unpacked(one) for one in found] == [[one] for one in DRAWING[:4]]
    assert close == "websocket.close"


def test_un_lot_trop_lourd_part_sans_attendre(monkeypatch):
    monkeypatch.setattr(lots, "WEIGHT", 100)
    heavy = [message("delta", rank * 60) for rank in "abcdef"]

    async def script(say: Say) -> None:
        for one in heavy:
            await say(one)

    *found, _ = sent(script)
    assert len(found) == len(heavy)
    assert [one for lot in found for one in unpacked(lot)] == heavy


def test_ce_qui_attend_part_avant_la_fermeture():
    async def script(say: Say) -> None:
        await say(DRAWING[0])

    assert [unpacked(one) if isinstance(one, bytes) else one for one in sent(script)] == [
        [DRAWING[0]],
        "websocket.close",
    ]


def test_une_prise_partie_pendant_l_attente_se_dit_a_l_envoi_suivant(monkeypatch):
    """L'envoi différé échoue sans témoin ; le suivant échoue devant Streamlit, qui ferme."""
    monkeypatch.setattr(lots, "WAIT_S", 0.01)

    async def script(say: Say) -> None:
        await say(DRAWING[0])
        await asyncio.sleep(0.05)
        await say(END)

    with pytest.raises(OSError, match="parti"):
        sent(script, fails=(0, 1))


def test_rien_ne_part_apres_une_application_finie(monkeypatch):
    monkeypatch.setattr(lots, "WAIT_S", 0.01)
    out: list[Any] = []

    async def send(one: dict[str, Any]) -> None:
        out.append(one)

    async def app(_scope: object, _receive: object, send: Any) -> None:
        await send({"type": "websocket.send", "bytes": DRAWING[0]})
        raise RuntimeError("tombée")

    async def ask() -> None:
        with pytest.raises(RuntimeError):
            await GroupedMessages(app)(ASKING, None, send)
        await asyncio.sleep(0.05)

    asyncio.run(ask())
    assert out == []


@pytest.mark.parametrize(
    "scope",
    [{"type": "websocket", "query_string": b""}, {"type": "websocket", "query_string": b"autre=1"},
     {"type": "http", "query_string": b"lots=1"}],
)  # fmt: skip
def test_sans_lots_demandes_chaque_message_part_tel_quel(scope):
    async def script(say: Say) -> None:
        for one in DRAWING:
            await say(one)

    assert sent(script, scope) == [*DRAWING, "websocket.close"]


def test_un_lot_ne_se_prend_pas_pour_un_message():
    alone = [*DRAWING, END, message("session_status_changed"), message("page_not_found", "x")]
    assert all(one[0] != 0 for one in alone) and lots.packed(alone)[0] == 0
    assert unpacked(lots.packed(alone)) == alone
    # Un message de plus de seize mégaoctets n'y change rien.
    heavy = message("delta", "x" * 17_000_000)
    assert unpacked(lots.packed([heavy])) == [heavy] == unpacked(heavy)
