"""Les adresses de la connexion : le départ, le retour, la sortie, la fin dite de là-bas."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from data.publish.acces import record
from pages.connexion import ecran
from pages.connexion.cookies import DEPART, SESSION, drop, put, taken
from pages.connexion.depart import Depart, Departs, inner_address
from pages.connexion.droit import session_of, sessions
from pages.connexion.fournisseur import RETOUR, SORTIE, Fournisseur
from pages.connexion.jetons import Presente, closed, presented
from pages.connexion.refus import Refus, bad_answer, denied, not_from_here, unreachable
from pages.connexion.reglages import Reglages

LOGGER = logging.getLogger(__name__)
LOGIN_PATH, LOGOUT_PATH = "/connexion", SORTIE
END_PATH = "/connexion/fin"
# Un fournisseur qui traîne n'occupe que ces fils-là, et pas plus longtemps.
FILS, ATTENTE_S = 4, 20
CORPS_AU_PLUS = 16_384
REFUS_PAR_MINUTE, MINUTE_S = 20, 60
T = TypeVar("T")


class Adresses:
    """Ce que répondent les adresses de la connexion, pour un fournisseur réglé."""

    def __init__(self, reglages: Reglages) -> None:
        self.reglages = reglages
        self.source = Fournisseur(reglages)
        self.departs = Departs()
        self._threads = ThreadPoolExecutor(FILS, "connexion")
        self._refused: deque[float] = deque()

    async def answer(self, request: Request) -> Response | None:
        """Rend la réponse à une requête ; None si l'adresse n'est pas d'ici."""
        known = {
            ("GET", LOGIN_PATH): self.leave,
            ("GET", RETOUR): self.come_back,
            ("GET", LOGOUT_PATH): self.ask,
            ("POST", LOGOUT_PATH): self.sign_out,
            ("POST", END_PATH): self.ended_there,
        }
        path = request.url.path.rstrip("/")
        if path not in {one for _, one in known}:
            return None
        chosen = known.get((request.method, path))
        if chosen is None:
            return ecran.failure("Cette adresse ne s'ouvre pas ainsi.", 405)
        try:
            return await chosen(request)
        except Refus as refused:
            await self._refuse(refused)
            answer = ecran.failure(refused.phrase, refused.code)
            drop(answer, DEPART, self.reglages)
            return answer

    async def leave(self, request: Request) -> Response:
        """Part chez le fournisseur ; le navigateur emporte de quoi revenir."""
        one = Depart(vers=inner_address(request.query_params.get("vers", "/")))
        url = await self._ask(lambda: self.source.departure(one.state, one.nonce, one.verifier))
        answer = RedirectResponse(url, 303, headers=ecran.NO_STORE)
        put(answer, DEPART, self.departs.seal(one), self.reglages)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Revient du fournisseur : personne n'est connecté sans que tout se vérifie."""
        given = {name: request.query_params.getlist(name) for name in request.query_params}
        if any(len(values) > 1 for values in given.values()):
            raise not_from_here("retour qui se répète")
        said = {name: values[0] for name, values in given.items()}
        cookie = taken(request.headers, DEPART, self.reglages)
        one = self.departs.back(cookie, said.get("state", ""))
        who, id_token = await self._ask(lambda: self._presented(one, said))
        old = session_of(request.headers)
        if old:
            sessions().end(old.cle)
        cookie = sessions().start(who.sub, who.identite, id_token, who.sid)
        await asyncio.to_thread(record, "connexion", who.identite, "")
        answer = RedirectResponse(f"{self.reglages.adresse}{one.vers}", 303, ecran.NO_STORE)
        put(answer, SESSION, cookie, self.reglages)
        drop(answer, DEPART, self.reglages)
        return answer

    async def ask(self, request: Request) -> Response:
        """Demande si l'on se déconnecte ; sans session, il n'y a rien à demander."""
        one = session_of(request.headers)
        if one is None:
            return RedirectResponse("/", 303, ecran.NO_STORE)
        return ecran.ask_to_leave(LOGOUT_PATH, _token_of(one.cle))

    async def sign_out(self, request: Request) -> Response:
        """Finit la session, ici puis chez le fournisseur."""
        one = session_of(request.headers)
        if one is None:
            return RedirectResponse("/", 303, ecran.NO_STORE)
        given = (await _form(request)).get("jeton", "")
        is_ours = hmac.compare_digest(given.encode(), _token_of(one.cle).encode())
        if not is_ours or not _is_ours(request.headers, self.reglages):
            raise Refus("sortie demandée d'ailleurs", "Cette demande ne vient pas d'ici.", 403)
        sessions().end(one.cle)
        await asyncio.to_thread(record, "deconnexion", one.identite, "")
        try:
            url = await self._ask(lambda: self.source.farewell(one.jeton, Depart().state))
        except Refus as refused:
            LOGGER.warning("Session du fournisseur laissée ouverte : %s", refused)
            url = None
        answer = ecran.farewell(url) if url else RedirectResponse("/", 303, ecran.NO_STORE)
        drop(answer, SESSION, self.reglages)
        return answer

    async def ended_there(self, request: Request) -> Response:
        """Finit les sessions que le fournisseur dit closes chez lui."""
        token = (await _form(request)).get("logout_token", "")
        try:
            sub, sid = await self._ask(lambda: closed(self.source, token))
        except Refus as refused:
            LOGGER.warning("Fin de session refusée : %s", refused)
            return Response(status_code=400, headers=ecran.NO_STORE)
        for one in sessions().end_all(sub, sid):
            await asyncio.to_thread(record, "deconnexion", one.identite, "dite par le fournisseur")
        return Response(status_code=200, headers=ecran.NO_STORE)

    async def _refuse(self, refused: Refus) -> None:
        """Dit un refus au serveur et, sans qu'on puisse l'allonger sans fin, au journal."""
        LOGGER.warning("Connexion refusée : %s", refused)
        now = time.monotonic()
        while self._refused and now - self._refused[0] > MINUTE_S:
            self._refused.popleft()
        if len(self._refused) < REFUS_PAR_MINUTE:
            self._refused.append(now)
            await asyncio.to_thread(record, "refus", "", str(refused))

    def _presented(self, one: Depart, said: dict[str, str]) -> tuple[Presente, str]:
        """Rend qui revient de ce départ, et son jeton d'identité. Lève Refus."""
        metadata = self.source.metadata()
        is_named = metadata.get("authorization_response_iss_parameter_supported") is True
        if said.get("iss", None if is_named else metadata["issuer"]) != metadata["issuer"]:
            raise bad_answer("réponse d'un autre fournisseur")
        if "error" in said:
            raise denied("refus du fournisseur")
        if not said.get("code"):
            raise not_from_here("retour sans code")
        id_token, access_token = self.source.exchange(said["code"], one.verifier)
        return presented(self.source, id_token, access_token, one.nonce), id_token

    async def _ask(self, question: Callable[[], T]) -> T:
        """Pose une question au fournisseur, hors du fil qui sert les pages. Lève Refus."""
        asked = asyncio.get_running_loop().run_in_executor(self._threads, question)
        try:
            return await asyncio.wait_for(asked, ATTENTE_S)
        except TimeoutError as late:
            raise unreachable("le fournisseur tarde trop") from late


def _token_of(cle: str) -> str:
    """Rend le jeton d'un formulaire : il prouve qu'on l'a lu ici, et ne dit rien de la clé."""
    return hashlib.sha256(f"sortie {cle}".encode()).hexdigest()


def _is_ours(headers: Headers, reglages: Reglages) -> bool:
    return headers.get("origin", reglages.adresse) == reglages.adresse


async def _form(request: Request) -> dict[str, str]:
    """Rend les champs d'un petit formulaire ; rien s'il est long ou mal écrit."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > CORPS_AU_PLUS:
                return {}
        found = parse_qs(body.decode("ascii"), max_num_fields=20)
    except (ClientDisconnect, ValueError):
        return {}
    return {name: values[0] for name, values in found.items() if len(values) == 1}
