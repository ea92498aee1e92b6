"""Un emboîtement, une seule façon de l'ouvrir : objets et textes d'un JSON de DECP.

Les profils d'acheteur écrivent la même liste de dix façons : liste, objet, objet emballé, liste
d'emballages, emballage de listes, objet de listes, numéros pour clés, JSON dans un texte, texte à
virgules. Ce qui n'est d'aucune lève Incompris : l'appelant le dit, il ne le perd pas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# Une valeur absente, telle que l'écrivent les conversions de XML.
NIL = re.compile(r"(?i)^@?(\w+:)?nil$")
# Un objet qui porte un libellé sous un autre nom que celui de son emballage.
TEXT_KEYS = ("#text", "$", "_", "value", "valeur", "libelle", "libellé", "label")
# Plus profond, ce n'est plus un emballage.
DEPTH_MAX = 12


class Incompris(Exception):
    """La valeur n'a aucune des formes connues."""


def objects(value: Any, *names: str, text_key: str = "", depth: int = 0) -> list[dict[str, Any]]:
    """Rend tous les objets d'une liste, quel que soit son emballage.

    `names` : noms de l'emballage (« titulaire », « titulaires ») ; `text_key` : champ auquel
    répond un simple texte, virgules séparant plusieurs valeurs ("" : un texte est incompris).
    """
    if depth > DEPTH_MAX:
        raise Incompris
    if is_nothing(value):
        return []
    if isinstance(value, str):
        return _objects_of_text(value, names, text_key, depth)
    if isinstance(value, list):
        return [one for item in value for one in objects(
            item, *names, text_key=text_key, depth=depth + 1)]  # fmt: skip
    if not isinstance(value, dict):
        raise Incompris
    inner = _inner(value, names)
    if inner is not None:
        return objects(inner, *names, text_key=text_key, depth=depth + 1)
    return _transposed(value)


def texts(value: Any, *names: str, depth: int = 0) -> list[str]:
    """Rend tous les textes d'une valeur (considérations, techniques…), emballés ou non."""
    if depth > DEPTH_MAX:
        raise Incompris
    if is_nothing(value):
        return []
    if isinstance(value, bool):
        return ["oui" if value else "non"]
    if isinstance(value, str):
        parsed = _json_in(value)
        return [value.strip()] if parsed is None else texts(parsed, *names, depth=depth + 1)
    if isinstance(value, list):
        return [one for item in value for one in texts(item, *names, depth=depth + 1)]
    if isinstance(value, dict):
        return list(_texts_of_object(value, names, depth))
    raise Incompris


def is_nothing(value: Any) -> bool:
    """Dit si une valeur ne dit rien : nulle, vide, ou « nil » d'un XML."""
    if isinstance(value, dict):
        return all(
            NIL.match(key) and str(one).lower() in ("true", "1", "oui")
            for key, one in value.items()
        )
    if isinstance(value, str):
        return not value.strip() or value.strip().lower() == "null"
    return value is None or value == []


def _texts_of_object(value: dict[str, Any], names: tuple[str, ...], depth: int) -> Iterator[str]:
    inner = _inner(value, (*names, *TEXT_KEYS))
    if inner is not None:
        yield from texts(inner, *names, depth=depth + 1)
    elif value and all(isinstance(one, bool) for one in value.values()):
        # {"Clause sociale": true, "Critère social": false}
        yield from (key for key, one in value.items() if one)
    else:
        raise Incompris


def _inner(value: dict[str, Any], names: tuple[str, ...]) -> Any:
    """Rend le contenu d'un emballage : sous l'un de ses noms, ou sous des numéros pour clés."""
    for key, one in value.items():
        if key.split(":")[-1].lower() in {name.lower() for name in names}:
            return one
    if value and all(key.isdigit() for key in value):
        return list(value.values())
    return None


def _transposed(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Remet en objets un objet de listes : {"id": ["A", "B"], "type": ["SIRET", "SIRET"]}."""
    lists = {key: one for key, one in value.items() if isinstance(one, list)}
    lengths = {len(one) for one in lists.values()}
    is_flat = all(isinstance(item, str) for one in lists.values() for item in one)
    if len(lengths) != 1 or not is_flat or ("id" not in lists and "code" not in lists):
        return [value]
    return [
        {key: one[rank] if key in lists else one for key, one in value.items()}
        for rank in range(lengths.pop())
    ]


def _objects_of_text(
    value: str, names: tuple[str, ...], text_key: str, depth: int
) -> list[dict[str, Any]]:
    parsed = _json_in(value)
    if parsed is not None:
        return objects(parsed, *names, text_key=text_key, depth=depth + 1)
    # « typeIdentifiant » n'est pas un titulaire : des noms de champs sans leurs valeurs.
    if not text_key or not any(character.isdigit() for character in value):
        raise Incompris
    return [{text_key: one.strip()} for one in re.split("[,;|]", value) if one.strip()]


def _json_in(value: str) -> Any:
    """Rend le JSON écrit dans un texte (« ["Clause sociale"] ») ; None si ce n'en est pas un."""
    if not value.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(value, parse_float=str, parse_int=str)
    except ValueError:
        return None
