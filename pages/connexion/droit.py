"""Qui porte ces en-têtes, et ce que le registre lui donne aujourd'hui."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from starlette.datastructures import Headers

from data.publish.acces import (
    PLENIERE,
    TOTAL,
    Attribution,
    Droit,
    Identite,
    access_path,
    droit_de,
    read_access,
    record,
)
from pages.connexion.cookies import SESSION, taken
from pages.connexion.reglages import settings
from pages.connexion.sessions import Session, Sessions

# Posé par la porte sur chaque requête, retiré de ce qui vient du dehors : la clé interne d'une
# session, ni son cookie ni un nom.
SESSION_HEADER = "x-clauses-session"
Marque = tuple[int, int, int] | None


@cache
def sessions() -> Sessions:
    """Rend les sessions de ce serveur."""
    chosen = settings()
    return Sessions(chosen.inactivite_s, chosen.duree_s) if chosen else Sessions(0, 0)


def session_of(headers: Headers) -> Session | None:
    """Rend la session que porte le cookie de ces en-têtes."""
    chosen = settings()
    cookie = taken(headers, SESSION, chosen) if chosen else ""
    return sessions().of_cookie(cookie) if cookie else None


def session_marked(headers: Mapping[str, str]) -> Session | None:
    """Rend la session dont la porte a marqué ces en-têtes."""
    cle = next((value for name, value in headers.items() if name.lower() == SESSION_HEADER), "")
    return sessions().of_key(cle) if cle else None


def identity(headers: Mapping[str, str]) -> Identite | None:
    """Rend qui est connecté, d'après les en-têtes d'une requête ; None : personne."""
    one = session_marked(headers)
    return one.identite if one else None


def reader_right(headers: Mapping[str, str], store: Path | None = None) -> Droit:
    """Rend le droit de qui lit : tout, sur un serveur où aucune connexion n'est réglée."""
    return TOTAL if settings() is None else right(headers, store)


def take_note(headers: Mapping[str, str]) -> Callable[[str], None] | None:
    """Rend de quoi noter au journal un fichier emporté ; None si personne n'est connecté."""
    who = identity(headers)
    return None if who is None else lambda name: record("export", who, name)


def right(headers: Mapping[str, str], store: Path | None = None) -> Droit:
    """Rend le droit de qui porte ces en-têtes ; la plénière si personne n'est connecté."""
    one = session_marked(headers)
    return PLENIERE if one is None else right_of(one, store)


def right_of(one: Session, store: Path | None = None) -> Droit:
    """Rend le droit d'une session aujourd'hui ; refait si le registre ou le jour a changé."""
    path, today = access_path(store), date.today()
    key = path, _mark(path), today
    if one.droit is None or one.droit[0] != key:
        found = droit_de(one.identite, today, _attributions(path, key[1]))
        # Clé et droit se posent ensemble : un autre fil ne lit jamais l'un sans l'autre.
        one.droit = key, found
        return found
    return one.droit[1]


@lru_cache(maxsize=4)
def _attributions(path: Path, _: Marque) -> tuple[Attribution, ...]:
    return read_access(path.parents[1]).attributions


def _mark(path: Path) -> Marque:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
