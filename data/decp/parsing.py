"""Du texte d'un JSON à ses contrats : JSON, JSON par lignes, portail, emballages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from data.decp.contracts import is_contract
from data.decp.nesting import Incompris, texts
from data.read.grid import FichierRefuse
from data.words import nombre

CONCESSIONS = ("contrat-concession", "contratconcession", "concession", "concessions",
               "contrats-concession")  # fmt: skip
# Ce qui n'est qu'une boîte autour des contrats, ou d'un contrat (« fields » : data.economie v1,
# « properties » : son GeoJSON).
BOXES = ("marches", "marche", "marché", "marchés", "contrats", "contrat", "data", "results",
         "records", "record", "fields", "resultats", "features", "properties",
         *CONCESSIONS)  # fmt: skip
# Où un portail dit combien de contrats répondent à la demande, la page n'en portant qu'une part.
TOTALS = ("total_count", "nhits", "total")
REPRENDRE = "Reprenez le téléchargement ou l'export du profil d'acheteur."
CORRIGER = "Signalez-le à qui le publie, ou prenez le CSV ou le Parquet de la même source."
# Ce que dit la bibliothèque standard -> ce qu'il faut comprendre.
CAUSES = {
    "Extra data": "du texte suit la fin du JSON",
    "Expecting property name": "il manque un nom de champ entre guillemets, ou une virgule est de "
    "trop",
    "Illegal trailing comma": "une virgule est de trop",
    "Expecting ',' delimiter": "il manque une virgule, ou un guillemet est de trop dans un texte",
    "Expecting ':' delimiter": "il manque un deux-points",
    "Expecting value": "il manque une valeur",
    "Unterminated string": "un texte n'est pas refermé",
    "Invalid control character": "un caractère de contrôle est dans un texte",
    "Invalid \\": "une barre « \\ » n'est suivie de rien de permis",
}
# Ce qu'un champ de forme inconnue laisse dans un tableau : ni une date, ni un nombre.
INCOMPRISE = "(forme inconnue)"
_ESCAPES = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')


@dataclass
class Found:
    """Les contrats d'un JSON : (« marche » ou « concession », objet), ou des lignes à plat.

    `flat` : objets sans emboîtement (portail data.economie, API tabulaire) ; `strangers` :
    éléments qui ne sont pas des contrats ; `remarks` : phrases sur tout le fichier.
    """

    contracts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    flat: list[dict[str, Any]] = field(default_factory=list)
    strangers: int = 0
    remarks: list[str] = field(default_factory=list)


def parse(text: str) -> tuple[Any, list[str]]:
    """Lit un JSON ou un JSON par lignes, nombres gardés en texte, et ce qu'il a fallu y réparer.

    Lève FichierRefuse en disant où il se casse, et pourquoi.
    """
    try:
        return _load(text), []
    except json.JSONDecodeError as error:
        if error.msg.startswith("Extra data"):
            lines = _by_lines(text)
            if lines is not None:
                return lines, []
        if error.msg.startswith("Invalid \\"):
            return _with_bare_escapes(text)
        raise _refusal(error, text) from error
    except RecursionError as error:
        raise FichierRefuse(f"emboîte trop de niveaux pour des DECP. {CORRIGER}") from error


def _load(text: str) -> Any:
    # strict=False : un saut de ligne nu dans un texte se lit, le sens n'en change pas.
    return json.loads(text, parse_float=str, parse_int=str, strict=False)


def _by_lines(text: str) -> list[Any] | None:
    """Rend les objets d'un JSON par lignes ; None si une ligne entière n'en est pas un."""
    found = []
    lines = [one.strip().rstrip(",") for one in text.splitlines()]
    for rank, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            found.append(_load(line))
        except json.JSONDecodeError as error:
            if not found or not line.startswith(("{", "[")):
                return None
            cause = _cause(error.msg)
            if rank == len(lines):
                raise FichierRefuse(
                    f"est coupé : sa dernière ligne (ligne {nombre(rank)}) est incomplète. "
                    f"{REPRENDRE}"
                ) from error
            raise FichierRefuse(
                f"est un JSON par lignes dont la ligne {nombre(rank)} est mal écrite, au caractère "
                f"{nombre(error.colno)} : {cause}. {CORRIGER}"
            ) from error
    return found


def _with_bare_escapes(text: str) -> tuple[Any, list[str]]:
    repaired = _ESCAPES.sub(lambda found: found[0] if found[1] else "\\\\", text)
    try:
        root = _load(repaired)
    except json.JSONDecodeError as error:
        raise _refusal(error, repaired) from error
    where = next(rank for rank, line in enumerate(text.split("\n"), start=1)
                 if any(not found[1] for found in _ESCAPES.finditer(line)))  # fmt: skip
    return root, [
        f"Des barres « \\ » sont mal écrites dans ce JSON (d'abord ligne {nombre(where)}) : elles "
        "ont été gardées telles quelles."
    ]


def _refusal(error: json.JSONDecodeError, text: str) -> FichierRefuse:
    where = f"ligne {nombre(error.lineno)}, caractère {nombre(error.colno)}"
    # Le texte s'arrête là où il devait continuer : c'est la seule marque d'une coupure.
    is_cut = error.pos >= len(text.rstrip()) or (
        error.msg.startswith("Unterminated") and text.rstrip()[-1:] not in "}]"
    )
    if is_cut:
        return FichierRefuse(f"est coupé : ce JSON s'arrête avant sa fin ({where}). {REPRENDRE}")
    return FichierRefuse(
        f"n'est pas un JSON bien écrit ({where}) : {_cause(error.msg)}. {CORRIGER}"
    )


def _cause(said: str) -> str:
    return next((cause for start, cause in CAUSES.items() if said.startswith(start)),
                "sa syntaxe est fausse")  # fmt: skip


def records(root: Any) -> Found:
    """Rend les contrats d'un JSON, où qu'ils soient. Lève FichierRefuse s'il n'en porte aucun."""
    found = Found()
    has_list = _walk(root, "", found, 0)
    if not has_list:
        raise FichierRefuse(
            "est un JSON sans liste de contrats (« marches ») : ce ne sont pas des DECP. Prenez "
            "l'export DECP de la source (data.gouv.fr, data.economie.gouv.fr ou le profil "
            "d'acheteur)."
        )
    held, announced = len(found.contracts) + len(found.flat), _announced(root)
    if announced > held:
        found.remarks.append(
            f"Ce fichier est une page de portail : {nombre(held)} contrats sur les "
            f"{nombre(announced)} qu'il annonce. Importez aussi les autres pages, ou l'export "
            "entier."
        )
    return found


def _announced(root: Any) -> int:
    """Rend le nombre de contrats qu'annonce la page d'un portail, 0 si elle n'en dit rien."""
    if not isinstance(root, dict):
        return 0
    meta = root["meta"] if isinstance(root.get("meta"), dict) else {}
    said = [str(one.get(key, "")) for one in (root, meta) for key in TOTALS]
    return max((int(text) for text in said if text.isdecimal()), default=0)


def _walk(node: Any, kind: str, found: Found, depth: int) -> bool:
    """Range ce que porte un nœud ; dit s'il est, ou contient, une liste de contrats."""
    if depth > 8:
        found.strangers += 1
        return False
    if isinstance(node, list):
        for item in node:
            _walk(item, kind, found, depth + 1)
        return True
    if not isinstance(node, dict):
        found.strangers += node is not None
        return False
    if _is_flat(node):
        found.flat.append(node)
        return True
    if is_contract(node):
        found.contracts.append((_kind(kind, node), node))
        return True
    boxes = [(key, one) for key, one in node.items() if key.split(":")[-1].lower() in BOXES]
    opened = [_walk(one, key.split(":")[-1].lower(), found, depth + 1) for key, one in boxes]
    if not boxes and depth:
        found.strangers += 1
    return any(opened)


def _is_flat(node: dict[str, Any]) -> bool:
    keys = {re.sub(r"[\W_]", "", key).lower() for key in node}
    return (
        not keys & {"acheteur", "autoriteconcedante"}
        and "id" in keys
        and bool(keys & {"acheteurid", "autoriteconcedanteid"})
    )


def _kind(kind: str, record: dict[str, Any]) -> str:
    said = str(record.get("_type", "")).lower()
    is_granted = kind in CONCESSIONS or "concession" in said or "autoriteConcedante" in record
    return "concession" if is_granted else "marche"


def flat_cells(flat: list[dict[str, Any]]) -> Iterator[tuple[int, list[str | None]]]:
    """Rend (rang, cellules) pour un tableau : l'en-tête au rang 0, puis chaque objet à plat.

    Une valeur dont la forme est inconnue devient INCOMPRISE : le contrôle la dira illisible.
    """
    header = list(dict.fromkeys(key for one in flat for key in one))
    yield 0, list(header)
    for rank, one in enumerate(flat, start=1):
        yield rank, [_cell(key, one.get(key)) for key in header]


def _cell(key: str, value: Any) -> str | None:
    try:
        return ", ".join(texts(value, key)) or None
    except Incompris:
        return INCOMPRISE
