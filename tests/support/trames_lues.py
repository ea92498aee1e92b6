"""Ce qu'un serveur envoie à un navigateur : chaque trame décodée, ses textes et ses nombres."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from playwright.sync_api import WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.support.lots import unpacked

NUMBER = re.compile(r"[-\u2212]?\d+(?:[\u202f\u00a0 ]\d{3})*(?:,\d+)?")


def listen(link: WebSocket, frames: list[bytes]) -> None:
    link.on("framereceived", lambda payload: frames.append(payload))


def sent_texts(frames: list[bytes]) -> Iterator[str]:
    """Rend chaque texte et chaque nombre montré que portent les trames."""
    payloads = (one for frame in frames if isinstance(frame, bytes) for one in unpacked(frame))
    for payload in payloads:
        message = ForwardMsg.FromString(payload)
        if message.WhichOneof("type") != "delta":
            continue
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "html":
            yield html.unescape(re.sub(r"<[^>]+>", " ", element.html.body))
        elif kind == "plotly_chart":
            yield from chart_texts(json.loads(element.plotly_chart.spec))
        elif kind is not None:
            shown = getattr(element, kind)
            for name in ("body", "label", "help", "placeholder"):
                yield str(getattr(shown, name, ""))
            yield from (str(one) for one in getattr(shown, "options", ()))


def chart_texts(spec: dict) -> Iterator[str]:
    """Rend les valeurs et les textes d'un graphique, sauf les sommets d'une carte."""
    for trace in spec["data"]:
        is_place = trace.get("fill") == "toself" or _is_on_map(trace)
        names = ("text", "customdata", "hovertext", "name", "base")
        for name in names if is_place else (*names, "x", "y"):
            values = trace.get(name)
            for value in values if isinstance(values, list) else [values]:
                if value is not None:
                    yield written(value)
    for note in spec["layout"].get("annotations", ()):
        yield note["text"]


def _is_on_map(trace: dict) -> bool:
    """Dit si une trace est posée à des longitudes et latitudes du Vaucluse."""
    lons = [one for one in trace.get("x") or [] if isinstance(one, float)]
    lats = [one for one in trace.get("y") or [] if isinstance(one, float)]
    return bool(lons and lats) and all(4 < one < 7 for one in lons) and (
        all(43 < one < 45 for one in lats)
    )  # fmt: skip


def written(value: object) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def numbers(text: str) -> set[float]:
    """Rend les nombres écrits dans un texte, évolutions mises à part (voir `evolutions`)."""
    bare = re.sub(r"\d+[\u00a0 ]% de (plus|moins)", " ", text)
    found = NUMBER.findall(bare)
    return {round(_value(one), 2) for one in found}


def _value(text: str) -> float:
    kept = re.sub(r"[\u202f\u00a0 ]", "", text.lstrip("-\u2212"))
    return float(kept.replace(",", "."))
