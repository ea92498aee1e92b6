"""Lance le vrai fournisseur des essais, dans l'environnement Python que prépare `.ci/run`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from tests.support.fournisseur_vrai import MOT_DE_PASSE, SECRET, SERVICES
from tests.support.navigateur import HOST, answers, free_port, launched
from tests.support.places import ROOT

PYTHON = ROOT / ".fournisseur" / "bin" / "python"
JSON, SIGNE = SERVICES


@dataclass(frozen=True)
class Fournisseur:
    """Le fournisseur lancé, et le port où il attend le site."""

    port: int
    site_port: int

    @property
    def issuer(self) -> str:
        """L'émetteur, tel que le fournisseur se nomme."""
        return f"http://{HOST}:{self.port}"

    @property
    def site(self) -> str:
        """L'adresse du site, inscrite chez le fournisseur."""
        return f"http://{HOST}:{self.site_port}"

    def settings(self, client: str = JSON, **more: str) -> dict[str, str]:
        """Les réglages d'un serveur qui s'y fie ; comme ProConnect, il tait « email_verified »."""
        chosen = {
            "EMETTEUR": self.issuer, "CLIENT": client, "SECRET": SECRET, "ADRESSE": self.site,
            "EMAIL_SUR": "oui", **more,
        }  # fmt: skip
        return {f"CLAUSES_OIDC_{name}": value for name, value in chosen.items()}


@contextmanager
def real_provider(folder: Path) -> Iterator[Fournisseur]:
    """Lance le fournisseur ; sans lui, saute le test (échoue si CI est posée)."""
    if not PYTHON.exists():
        said = "Le fournisseur d'essai n'est pas installé (README, « Démarrer »)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    one = Fournisseur(free_port(), free_port())
    script = ROOT / "tests" / "support" / "fournisseur_vrai.py"
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(PYTHON), str(script), str(one.port), one.site]
    keys = f"{one.issuer}/oauth/jwks.json"
    with launched(command, folder / "fournisseur.txt", lambda: answers(keys)):
        yield one


def sign_in_by_hand(browser: requests.Session, url: str, person: str) -> requests.Response:
    """Suit un départ jusqu'au retour : identifiant, mot de passe, accord."""
    answer = browser.get(url)
    for fields in (
        {"login": person, "answer": ""},
        {"password": MOT_DE_PASSE, "answer": ""},
        {"answer": "accept"},
    ):
        if "csrf_token" not in answer.text or not answer.url.startswith("http"):
            break
        answer = browser.post(_action(answer), data={**_hidden(answer.text), **fields})
    return answer


def _hidden(page: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
    return {"csrf_token": found[1]} if found else {}


def _action(answer: requests.Response) -> str:
    found = re.search(r'<form[^>]*action="([^"]*)"', answer.text)
    return urljoin(answer.url, unescape(found[1])) if found else answer.url
