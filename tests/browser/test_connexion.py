"""Se connecter, perdre son droit, se déconnecter : devant un vrai fournisseur.

Le fournisseur est Canaille, dans son processus ; l'un des deux services reçoit ses renseignements
signés, et aucun ne dit « email_verified », comme chez ProConnect.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.publish.acces import give, read_journal, withdraw
from tests.support.fournisseur import JSON, SIGNE, Fournisseur, real_provider, sign_in_by_hand
from tests.support.fournisseur_vrai import MOT_DE_PASSE, PERSONNES, SECRET
from tests.support.navigateur import Server, new_context, serve
from tests.support.queries_store import COVE

# La prise regarde le droit toutes les cinq secondes ; une minute est la promesse.
ATTENTE_MS = 60_000
REFERENTE = PERSONNES["referente"]


@pytest.fixture(scope="module")
def fournisseur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fournisseur]:
    with real_provider(tmp_path_factory.mktemp("fournisseur")) as one:
        yield one


@pytest.fixture(params=[JSON, SIGNE])
def serveur(
    fournisseur: Fournisseur, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Server]:
    settings = fournisseur.settings(request.param)
    with serve(tmp_path, fournisseur.site_port, "tests/support/site_minime.py", **settings) as one:
        yield one


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with new_context(browser) as one:
        one.set_default_timeout(ATTENTE_MS)
        yield one


def told(page: Page, text: str) -> None:
    expect(page.get_by_text(text)).to_be_visible(timeout=ATTENTE_MS)


def sign_in(page: Page, server: Server, person: str) -> None:
    page.goto(server.address("/connexion?vers=/%3Fannee%3D2023"))
    page.locator("#login").fill(person)
    page.locator("#login").press("Enter")
    page.locator("#password").fill(MOT_DE_PASSE)
    page.locator("#password").press("Enter")
    page.wait_for_url(server.address("/?annee=2023"))


def test_on_se_connecte_on_perd_son_droit_on_se_deconnecte_des_deux_cotes(serveur, context):
    today = date.today()
    row = {"role": "referent_epci", "epci": COVE, "email": REFERENTE, "du": today}
    number = give(row | {"au": today + timedelta(days=9)}, "essai", serveur.store)
    page, other = context.new_page(), context.new_page()
    page.goto(serveur.address())
    told(page, "[qui=personne] [epci=]")
    sign_in(page, serveur, "referente")
    told(page, f"[qui={REFERENTE}] [epci={COVE}]")

    withdraw(number, "essai", serveur.store)
    told(page, f"[qui={REFERENTE}] [epci=]")

    other.goto(serveur.address("/connexion/sortie"))
    other.get_by_role("button", name="Se déconnecter").click()
    told(other, "[qui=personne]")
    told(page, "[qui=personne]")

    other.goto(serveur.address("/connexion"))
    expect(other.locator("#login")).to_be_visible()
    kinds = [one.sorte for one in reversed(read_journal(serveur.store))]
    assert kinds == ["droit", "connexion", "droit", "droit", "deconnexion"]


def test_sans_navigateur_la_meme_connexion_et_rien_de_secret_au_journal(serveur):
    link = requests.Session()
    answer = sign_in_by_hand(link, serveur.address("/connexion?vers=/"), "passante")
    assert answer.url == serveur.address("/") and "clauses-session" in link.cookies
    said = serveur.journal() + (serveur.store / "journal" / "journal.jsonl").read_text("utf-8")
    hidden = [SECRET, MOT_DE_PASSE, PERSONNES["passante"], link.cookies["clauses-session"], "eyJ"]
    assert not [one for one in hidden if one in said]
    assert "Traceback" not in said


def test_le_mauvais_secret_ne_connecte_personne(fournisseur, tmp_path):
    settings = fournisseur.settings(SECRET="un-autre-secret-que-le-bon")
    with serve(tmp_path, fournisseur.site_port, "tests/support/site_minime.py", **settings) as one:
        link = requests.Session()
        answer = sign_in_by_hand(link, one.address("/connexion"), "referente")
        assert answer.status_code == 502 and "clauses-session" not in link.cookies
        assert "un-autre-secret" not in one.journal() + answer.text
