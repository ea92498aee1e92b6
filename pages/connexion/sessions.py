"""Les sessions ouvertes : gardées en mémoire, sous l'empreinte de leur cookie.

Elles ne sont pas écrites : un disque, une sauvegarde ou une restauration n'en rend aucune, et un
redémarrage ne perd qu'elles. Le cookie est tiré au hasard ; la clé interne, tirée à part, est ce
que voient les pages.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from data.publish.acces import Droit, Identite

OCTETS = 32
# Au-delà, la plus ancienne finit : en tout, et pour une même personne.
SESSIONS_AU_PLUS, PAR_PERSONNE = 2000, 10


@dataclass
class Session:
    """Une personne connectée ; `sub` est son identifiant chez le fournisseur.

    `droit` : le dernier lu, avec l'état du registre et le jour pour lesquels il vaut.
    """

    cle: str
    sub: str
    identite: Identite
    jeton: str = field(default="", repr=False)
    sid: str = ""
    ouverte: float = 0.0
    vue: float = 0.0
    droit: tuple[tuple[Any, ...], Droit] | None = field(default=None, repr=False)


class Sessions:
    """Les sessions d'un serveur ; deux durées, en secondes : sans rien faire, et en tout."""

    def __init__(
        self, inactivite: float, duree: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.inactivite, self.duree, self.clock = inactivite, duree, clock
        self._lock = Lock()
        self._by_mark: dict[str, Session] = {}
        self._mark_of: dict[str, str] = {}

    def start(self, sub: str, identite: Identite, jeton: str = "", sid: str = "") -> str:
        """Ouvre une session et rend son cookie, jamais employé avant."""
        cookie, now = secrets.token_urlsafe(OCTETS), self.clock()
        one = Session(secrets.token_urlsafe(OCTETS), sub, identite, jeton, sid, now, now)
        with self._lock:
            self._forget_ended()
            hers = [each for each in self._by_mark.values() if each.sub == sub]
            for old in hers[: max(0, len(hers) - PAR_PERSONNE + 1)]:
                self._remove(old.cle)
            while len(self._by_mark) >= SESSIONS_AU_PLUS:
                self._remove(next(iter(self._by_mark.values())).cle)
            self._by_mark[_mark(cookie)] = one
            self._mark_of[one.cle] = _mark(cookie)
        return cookie

    def of_cookie(self, cookie: str) -> Session | None:
        """Rend la session de ce cookie, si elle dure encore."""
        with self._lock:
            return self._alive(self._by_mark.get(_mark(cookie)))

    def of_key(self, cle: str) -> Session | None:
        """Rend la session de cette clé interne, si elle dure encore."""
        with self._lock:
            return self._alive(self._by_mark.get(self._mark_of.get(cle, "")))

    def touch(self, cle: str) -> None:
        """Note que la personne vient de faire quelque chose."""
        one = self.of_key(cle)
        if one:
            one.vue = self.clock()

    def end(self, cle: str) -> None:
        """Finit une session ; son cookie ne vaut plus rien."""
        with self._lock:
            self._remove(cle)

    def end_all(self, sub: str, sid: str = "") -> list[Session]:
        """Finit les sessions que le fournisseur a closes, et les rend."""
        with self._lock:
            hers = [
                one for one in self._by_mark.values() if (one.sid == sid if sid else one.sub == sub)
            ]
            for one in hers:
                self._remove(one.cle)
        return hers

    def _alive(self, one: Session | None) -> Session | None:
        if one is None or self._is_ended(one):
            return None
        return one

    def _is_ended(self, one: Session) -> bool:
        now = self.clock()
        return now - one.vue > self.inactivite or now - one.ouverte > self.duree

    def _forget_ended(self) -> None:
        for one in [each for each in self._by_mark.values() if self._is_ended(each)]:
            self._remove(one.cle)

    def _remove(self, cle: str) -> None:
        self._by_mark.pop(self._mark_of.pop(cle, ""), None)


def _mark(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()
