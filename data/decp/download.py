"""Télécharger le Parquet national des DECP : fichier partiel, reprise, vérification, renommage.

L'adresse est celle de data.gouv.fr, ou celle de CLAUSES_DECP_ADRESSE. Un fichier complet en place
n'est remplacé que par un autre, complet et vérifié.
"""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from data.location import store_path
from data.words import nombre

VARIABLE = "CLAUSES_DECP_ADRESSE"
ADRESSE = "https://www.data.gouv.fr/fr/datasets/r/11cea8e8-df3e-4ed1-932b-781e2635e432"
NOM = "decp.parquet"
MAGIE = b"PAR1"
# Le fichier pèse 200 à 250 Mo en 2026 : bien au-delà, ce n'est plus lui.
TAILLE_MAX_OCTETS = 2 * 1024**3
MORCEAU_OCTETS = 1024 * 1024
DELAI_S = 60
MO = 1024 * 1024
Advance = Callable[[float, str], None]


class TelechargementRefuse(Exception):
    """Le téléchargement n'a pas abouti ; str(e) dit pourquoi et que faire."""


def address() -> str:
    """Rend l'adresse du fichier ; lève TelechargementRefuse si elle n'est pas celle d'un site."""
    found = os.environ.get(VARIABLE) or ADRESSE
    if urlsplit(found).scheme not in ("http", "https"):
        raise TelechargementRefuse(
            f"L'adresse donnée par {VARIABLE} doit commencer par https:// (ou http://)."
        )
    return found


def default_folder() -> Path:
    """Rend le dossier des téléchargements, dans le magasin."""
    return store_path() / "telechargements"


def download_decp(folder: Path, advance: Advance = lambda _done, _said: None) -> Path:
    """Télécharge le Parquet dans `folder` et rend son chemin ; reprend un téléchargement coupé.

    Lève TelechargementRefuse ; le fichier déjà en place, s'il existe, reste.
    """
    folder.mkdir(parents=True, exist_ok=True)
    partial, mark = folder / f"{NOM}.partiel", folder / f"{NOM}.version"
    try:
        _fetch(partial, mark, advance)
    except HTTPError as error:
        _refuse_answer(error, partial)
    except (URLError, TimeoutError, ConnectionError, http.client.HTTPException) as error:
        got = nombre(_size(partial) // MO)
        raise TelechargementRefuse(
            f"La connexion a été coupée ou refusée ({got} Mo déjà reçus) : relancez la même "
            "commande, elle reprendra où elle en est."
        ) from error
    _check_parquet(partial)
    mark.unlink(missing_ok=True)
    return partial.replace(folder / NOM)


def _refuse_answer(error: HTTPError, partial: Path) -> None:
    """Lève TelechargementRefuse, sauf si le site dit que tout est déjà reçu."""
    if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not _size(partial):
        raise TelechargementRefuse(
            f"Le site a répondu par une erreur ({error.code}) : réessayez plus tard, ou donnez une "
            f"autre adresse par {VARIABLE}."
        ) from error


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _fetch(partial: Path, mark: Path, advance: Advance) -> None:
    """Ajoute au fichier partiel ce qui manque, ou recommence si la version a changé."""
    with urlopen(_request(partial, mark), timeout=DELAI_S) as answer:
        is_following = answer.status == http.client.PARTIAL_CONTENT
        done = _size(partial) if is_following else 0
        total = done + int(answer.headers.get("Content-Length") or 0)
        _check_size(total)
        mark.write_text(answer.headers.get("ETag") or "", "utf-8")
        with partial.open("ab" if is_following else "wb") as file:
            while piece := answer.read(MORCEAU_OCTETS):
                done += len(piece)
                _check_size(done)
                file.write(piece)
                advance(min(1.0, done / max(total, done)), _said(done, total))
    if done < total:
        raise http.client.IncompleteRead(b"", total - done)


def _request(partial: Path, mark: Path) -> Request:
    request = Request(address(), headers={"User-Agent": "clauses-sociales-vaucluse"})
    version = mark.read_text("utf-8") if mark.is_file() else ""
    if version and _size(partial):
        # Le site ne rend la suite que si le fichier n'a pas changé ; sinon, tout.
        request.add_header("Range", f"bytes={_size(partial)}-")
        request.add_header("If-Range", version)
    return request


def _check_size(size: int) -> None:
    if size > TAILLE_MAX_OCTETS:
        raise TelechargementRefuse(
            f"Le fichier dépasse {nombre(TAILLE_MAX_OCTETS // MO)} Mo : ce n'est pas le Parquet "
            f"des DECP. Vérifiez l'adresse ({VARIABLE})."
        )


def _check_parquet(partial: Path) -> None:
    """Un Parquet commence et finit par les mêmes quatre lettres : sinon, rien n'est gardé."""
    with partial.open("rb") as file:
        starts = file.read(len(MAGIE))
        file.seek(-min(len(MAGIE), _size(partial)), os.SEEK_END)
        ends = file.read()
    if not (starts == ends == MAGIE):
        partial.unlink()
        raise TelechargementRefuse(
            "Ce qui a été reçu n'est pas un fichier Parquet complet : rien n'a été gardé. Vérifiez "
            f"l'adresse ({VARIABLE}), puis relancez la commande."
        )


def _said(done: int, total: int) -> str:
    known = f" sur {nombre(total // MO)} Mo" if total else ""
    return f"Téléchargement : {nombre(done // MO)} Mo{known}"
