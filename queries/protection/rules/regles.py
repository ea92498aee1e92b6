"""Ce qui décide d'un cube, données mises à part : seuils, liste, définitions, tables lues."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from data.publish import Generation
from data.reference import TITRES, load
from queries.catalog import FOLDER, description, files, needed, sql_of, views
from queries.protection.rules import liste
from queries.protection.rules.seuils import AXE, Seuils, read_seuils

# À augmenter quand le calcul lui-même (arrondi, audit, tables) donne d'autres cellules.
VERSION_DU_CALCUL = 3
# L'entrée du manifeste qui parle des chiffres protégés.
CLE = "protege"
# Au-delà, une phrase ne se lit plus.
NOMS_DITS = 3
# Lues par le calcul lui-même, sans passer par une requête.
PARAMETRES = "ref_parametre"
LUES_EN_PYTHON = (PARAMETRES, "ref_situation", "ref_categorie", "ref_structure", "ref_epci")


def rules_fingerprint(seuils: Seuils) -> str:
    """Rend l'empreinte des règles : si elle change, un cube plus ancien ne peut resservir.

    Elle couvre chaque requête, chaque définition et chaque table de référence que lit le cube :
    un paramètre changé change les pages, il doit changer la plénière.
    """
    return fingerprint_of(rules_parts(seuils))


def fingerprint_of(parts: Mapping[str, str]) -> str:
    """Rend l'empreinte de règles dont chacune a déjà la sienne."""
    return _hash(parts)


def rules_parts(seuils: Seuils) -> dict[str, str]:
    """Rend l'empreinte de chaque règle, sous le nom qu'un lecteur lui connaît."""
    lists = [liste.EXACTS, liste.LUS, liste.PROTEGES, liste.COLONNES_RETIREES]
    own = {
        "calcul": [VERSION_DU_CALCUL, AXE],
        "liste de ce qui est publié": lists,
        "seuils": asdict(seuils),
    }
    found = {**own, **dict(_definitions()), **dict(_references())}
    return {name: _hash(content) for name, content in found.items()}


def changed_since(note: Mapping[str, Any], seuils: Seuils) -> list[str]:
    """Rend les noms des règles changées depuis le cube dont `note` est l'entrée du manifeste.

    Vide si rien n'a changé ; un cube d'avant cette liste ne sait dire que « règles ».
    """
    before, now = note.get("regles_par_nom"), rules_parts(seuils)
    if note.get("regles") == fingerprint_of(now):
        return []
    if not before:
        return ["règles"]
    return sorted(name for name in before | now if before.get(name) != now.get(name))


def outdated(one: Generation) -> str:
    """Dit que les chiffres protégés suivent d'autres règles que les pages, ou "".

    La plénière les sert encore : sans cette phrase, elle contredirait les pages en silence.
    """
    changed = changed_since(one.manifest.get(CLE) or {}, read_seuils()) if one.a_cube else []
    if not changed:
        return ""
    more = len(changed) - NOMS_DITS
    names = ", ".join(map(_said, changed[:NOMS_DITS])) + (f" et {more} de plus" if more > 0 else "")
    return (
        f"Chiffres protégés d'avant un changement ({names}) : la plénière peut différer des pages. "
        "Refaites-les : « python -m data proteger »."
    )


def _said(name: str) -> str:
    """Rend le titre d'une requête, d'une définition ou d'une table de référence, sinon le nom."""
    path = {**files(), **views()}.get(name)
    title = description(path).titre if path else TITRES.get(name, "")
    return f"« {title} »" if title else name


def cube_queries() -> dict[str, str]:
    """Rend le SQL de tout ce que lit le cube, par nom : requêtes, définitions, filtre, états."""
    asked = {name: files()[name] for name in (*liste.EXACTS, *liste.LUS)}
    own = {path.stem: path for path in (FOLDER / "protection" / "sql").glob("*.sql")}
    question = {name: FOLDER / f"{name}.sql" for name in ("filtre", "scenario")}
    texts = [sql_of(path) for path in (asked | own).values()]
    used = {word: views()[word] for sql in texts for word in needed(sql)}
    return {name: sql_of(path) for name, path in sorted((asked | own | question | used).items())}


def cube_references() -> list[str]:
    """Rend les noms des tables de référence dont le cube dépend."""
    words = set().union(*(_words(sql) for sql in cube_queries().values()))
    return sorted({*LUES_EN_PYTHON, *(words & load().keys())})


def _definitions() -> Iterator[tuple[str, str]]:
    yield from ((name, _code(sql)) for name, sql in cube_queries().items())


def _references() -> Iterator[tuple[str, str]]:
    """Une table est une règle ; chaque paramètre, lui, en est une à son nom."""
    for name in cube_references():
        table = load()[name]
        if name == PARAMETRES:
            yield from ((row["cle"], json.dumps(row, default=str)) for row in table.to_dicts())
        else:
            yield name, table.write_csv()


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _words(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _code(sql)))


@cache
def _code(sql: str) -> str:
    """Rend un SQL sans commentaires ni mise en page : les récrire ne change aucun chiffre."""
    return " ".join(" ".join(line.partition("--")[0] for line in sql.splitlines()).split())
