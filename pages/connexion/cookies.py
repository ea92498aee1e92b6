"""Les cookies de la connexion : liés à ce seul nom de site, et lus du seul serveur."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response

from pages.connexion.reglages import Reglages

SESSION, DEPART = "clauses-session", "clauses-depart"


def name_of(cookie: str, reglages: Reglages) -> str:
    """Rend le nom entier d'un cookie : en https, le navigateur le refuse à tout autre site."""
    return f"__Host-{cookie}" if reglages.is_https else cookie


def taken(headers: Headers, cookie: str, reglages: Reglages) -> str:
    """Rend la valeur d'un cookie, "" s'il n'y est pas."""
    # Une requête peut les dire en plusieurs en-têtes (HTTP/2, RFC 9113).
    said = "; ".join(headers.getlist("cookie"))
    return cookie_parser(said).get(name_of(cookie, reglages), "")


def put(answer: Response, cookie: str, value: str, reglages: Reglages) -> None:
    """Pose un cookie, jusqu'à la fermeture du navigateur."""
    answer.set_cookie(
        name_of(cookie, reglages),
        value,
        path="/",
        secure=reglages.is_https,
        httponly=True,
        samesite="lax",
    )


def drop(answer: Response, cookie: str, reglages: Reglages) -> None:
    """Retire un cookie."""
    answer.delete_cookie(
        name_of(cookie, reglages),
        path="/",
        secure=reglages.is_https,
        httponly=True,
        samesite="lax",
    )
