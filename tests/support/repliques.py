"""Deux serveurs sur un même magasin, derrière le nginx à plusieurs processus du README."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.mise_en_service import block, certificate, nginx
from tests.support.navigateur import Server, free_port, serve, wait_for

ICI = "127.0.0.1:8501"


@dataclass
class Repliques:
    """Le dossier de l'essai, le port de nginx, les deux serveurs par leur port."""

    folder: Path
    port: int
    servers: dict[int, Server]

    @property
    def site(self) -> str:
        """L'adresse du site, à travers nginx."""
        return f"https://localhost:{self.port}"

    def address(self, path: str = "/") -> str:
        """Rend l'adresse complète d'une page, à travers nginx."""
        return f"{self.site}{path}"

    @property
    def store(self) -> Path:
        """Le magasin commun."""
        return self.folder / "magasin"

    @property
    def ca(self) -> str:
        """Le certificat du site."""
        return str(self.folder / "site.pem")

    def answering(self, place: int) -> list[str]:
        """Qui a répondu à chaque requête d'un navigateur de cette place, dans l'ordre."""
        lines = (self.folder / "acces").read_text("utf-8").splitlines()
        return [one.partition(" par=")[2] for one in lines if f" place={place} " in one]


def configuration() -> str:
    """Le fichier de nginx à plusieurs processus, tel que le README dit de l'écrire."""
    text = block("nginx").replace(f"proxy_pass http://{ICI};", "proxy_pass http://$place;")
    end = text.rindex("}")
    return f"{block('nginx-repliques')}\n{text[:end]}{block('nginx-repliques-server')}}}\n"


@contextmanager
def replicated(
    folder: Path, port: int = 0, script: str = "app.py", **variables: str
) -> Iterator[Repliques]:
    """Lance deux serveurs et nginx ; le magasin et la clé leur sont communs."""
    one = Repliques(folder, port or free_port(), {})
    certificate(folder)
    places = (free_port(), free_port())
    # Les ports du README sont partout : dans les adresses, les noms et le cookie.
    changes = {str(told): str(place) for told, place in zip((8501, 8502), places, strict=True)}
    common = {"CLAUSES_STORE": str(one.store), "XDG_CONFIG_HOME": str(folder / "reglages")}
    with ExitStack() as stack:
        for place in places:
            started = serve(folder / str(place), place, script, **common, **variables)
            one.servers[place] = stack.enter_context(started)
        stack.enter_context(nginx(folder, one.port, configuration(), changes))
        wait_for(lambda: _answers(one), "nginx ne répond pas")
        yield one


def _answers(one: Repliques) -> bool:
    try:
        return requests.get(f"{one.site}/_stcore/health", verify=one.ca, timeout=5).ok
    except requests.ConnectionError:
        return False
