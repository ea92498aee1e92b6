"""Chaque rôle devant le vrai serveur et un vrai fournisseur : ce qui passe par le fil.

Ce que reçoit quelqu'un hors de son droit est comparé, nombre à nombre et trame à trame, à ce que
reçoit n'importe qui en mode projection.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.publish.acces import give, read_access, read_journal
from pages.shared.frame.menu import WITHOUT_RIGHT
from tests.support.ecran import Screen, visit
from tests.support.envoi import drop, extraction
from tests.support.fournisseur import real_provider
from tests.support.fournisseur_vrai import MOT_DE_PASSE, PERSONNES
from tests.support.navigateur import Server, serve, serve_store
from tests.support.queries_store import COVE, GRAND_AVIGNON
from tests.support.site import PROTECTION
from tests.support.trames_lues import listen, numbers, sent_texts

PAGES = ("", "territoires", "heures", "beneficiaires", "sorties", "marches", "entreprises",
         "activite", "financement", "pnad", "methode")  # fmt: skip
AILLEURS = f"periode=2023&epci={GRAND_AVIGNON}"
CHEZ_SOI = f"periode=2023&epci={COVE}"
# Les dates d'une session : jour d'aujourd'hui, fin du droit.
CALENDRIER = {float(one) for one in range(1, 32)}
DROITS = {
    "referente": {"role": "referent_epci", "epci": COVE},
    "facilitatrice": {"role": "facilitateur", "structure": "ITV"},
    "financeur": {"role": "financeur"},
    "administratrice": {"role": "administrateur"},
}


@pytest.fixture(scope="module")
def registered(magasin_protege: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le petit magasin protégé, et quatre personnes au registre."""
    store = tmp_path_factory.mktemp("registre") / "magasin"
    shutil.copytree(magasin_protege, store)
    today = date.today()
    for person, row in DROITS.items():
        dates = {"du": today, "au": today + timedelta(days=9)}
        give(row | dates | {"email": PERSONNES[person]}, "essai", store)
    return store


@pytest.fixture(scope="module")
def connected(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Le vrai site devant un vrai fournisseur."""
    folder = tmp_path_factory.mktemp("connecte")
    shutil.copytree(registered, folder / "magasin")
    with (
        real_provider(folder / "fournisseur") as source,
        serve(folder, source.site_port, **source.settings()) as one,
    ):
        yield one


@pytest.fixture(scope="module")
def alone(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Le même magasin sans connexion réglée : tout s'y lit, en projection si on la demande."""
    with serve_store(registered, tmp_path_factory.mktemp("seul")) as one:
        yield one


@contextmanager
def signed_in(browser: Browser, server: Server, person: str) -> Iterator[Screen]:
    with visit(browser, server) as screen:
        page = screen.page
        page.goto(server.address("/connexion?vers=/acces"))
        for field, text in (
            ("#login", PERSONNES[person].split("@")[0]),
            ("#password", MOT_DE_PASSE),
        ):
            page.locator(field).fill(text)
            page.locator(field).press("Enter")
        page.wait_for_url(server.address("/acces"))
        yield screen


def read_all(screen: Screen, query: str) -> set[float]:
    """Tous les nombres que portent les trames de ces pages, montrés ou non."""
    frames: list[bytes] = []
    screen.count_messages().page.on("websocket", lambda one: listen(one, frames))
    screen.open(f"/?{query}")
    for name in PAGES[1:]:
        screen.follow(f"/{name}?{query}")
    return {one for text in sent_texts(frames) for one in numbers(text)}


@pytest.fixture(scope="module")
def projected(browser: Browser, alone: Server) -> set[float]:
    with visit(browser, alone) as screen:
        return read_all(screen, f"{AILLEURS}&projection=oui")


@pytest.mark.parametrize("person", ["referente", "facilitatrice"])
def test_hors_de_son_droit_aucun_nombre_de_plus_que_la_projection(
    person, browser, connected, projected
):
    with signed_in(browser, connected, person) as screen:
        sent = read_all(screen, AILLEURS)
        # Demander l'exact par l'adresse n'y change rien.
        screen.open(f"/heures?{AILLEURS}&projection=non")
        assert PROTECTION not in screen.text()
    assert len(projected) > 100
    assert not sent - projected - CALENDRIER


def test_sans_compte_ni_droit_aucun_chiffre_exact(browser, connected):
    frames: list[bytes] = []
    for person in ("", "passante"):
        opened = signed_in(browser, connected, person) if person else visit(browser, connected)
        with opened as screen:
            screen.page.on("websocket", lambda one: listen(one, frames))
            for name in ("", "heures", "relances", "imports", "annexe2"):
                screen.open(f"/{name}?{CHEZ_SOI}")
                expect(screen.page.get_by_text("Que puis-je lire ici")).to_be_visible()
    sent = {one for text in sent_texts(frames) for one in numbers(text)}
    assert not sent - CALENDRIER - {84.0, float(date.today().year)}


def test_sans_compte_chaque_page_ouverte_mene_a_une_autre(browser, connected):
    with visit(browser, connected) as screen:
        for name in (*WITHOUT_RIGHT, ""):
            screen.open(f"/{name}")
            assert "n'a pas pu s'afficher" not in screen.text(), name
        screen.open("/pleniere").page.get_by_role("button", name="Quitter").click()
        expect(screen.page.get_by_text("Que puis-je lire ici")).to_be_visible()
        assert screen.settle().page.get_by_test_id("stSidebar").is_visible()
        assert screen.problems == []


def test_chez_soi_la_referente_lit_ce_que_lirait_la_machine(browser, connected, alone):
    with visit(browser, alone) as machine, signed_in(browser, connected, "referente") as screen:
        for name in ("", "heures", "beneficiaires", "sorties"):
            path = f"/{name}?{CHEZ_SOI}"
            main = [one.open(path).page.locator('[data-testid="stMain"]').inner_text() for one in
                    (screen, machine)]  # fmt: skip
            assert main[0] == main[1], name
            assert PROTECTION in screen.text()
        file = screen.open(f"/heures?{CHEZ_SOI}").download("heures_realisees_par_mois", "CSV")
        same = machine.open(f"/heures?{CHEZ_SOI}").download("heures_realisees_par_mois", "CSV")
        assert file.read_bytes() == same.read_bytes()
    assert "export" in {one.sorte for one in read_journal(connected.store)}


def test_la_facilitatrice_n_importe_que_sa_structure(browser, connected):
    with signed_in(browser, connected, "facilitatrice") as screen:
        screen.open("/imports")
        drop(screen, "Extraction_CIE84_20260930.csv", extraction())
        assert "votre accès n'ouvre que l'import de ITV" in screen.text()
        assert not screen.page.get_by_role("button", name="Publier", exact=True).count()
        assert not screen.page.get_by_text("Effacer une personne").count()
    with signed_in(browser, connected, "referente") as screen:
        assert "Que puis-je lire ici" in screen.open("/acces").text()
        screen.open("/imports")
        assert not screen.page.locator('[data-testid="stFileUploader"]').count()


def test_l_administratrice_donne_un_droit_qui_vaut_aussitot(browser, connected):
    with (
        signed_in(browser, connected, "passante") as reader,
        signed_in(browser, connected, "administratrice") as screen,
    ):
        assert "pas de droit en cours" in reader.text()
        page = screen.page
        page.get_by_role("button", name="Donner un droit").click()
        screen.pick(page.locator(".st-key-droit_role input"), "Financeur")
        page.get_by_label("Adresse, domaine ou revendication").fill(PERSONNES["passante"])
        end = date.today() + timedelta(days=30)
        page.get_by_role("group", name="Au (compris)").get_by_role("spinbutton").first.click()
        page.keyboard.type(f"{end:%d%m%Y}")
        page.get_by_label("Pourquoi").fill("Convention bipartite")
        page.get_by_role("button", name="Donner ce droit").click()
        expect(page.get_by_text("Droit n° 5 donné")).to_be_visible()
        assert read_access(connected.store).lignes[5].role == "financeur"
        # La page ouverte de qui le reçoit se recharge d'elle-même, en moins d'une minute.
        expect(reader.page.get_by_text("Totaux exacts partout")).to_be_visible(timeout=60_000)
