"""La connexion devant deux processus : on reste chez le sien, et la fin de session les atteint."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import requests

from pages.connexion.prises import TO_RELOAD
from tests.pages.connexion.test_sessions import closing
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, Hostile, hostile
from tests.support.mise_en_service import block, check_unit, replaced
from tests.support.navigateur import HOST, free_port
from tests.support.prise import opened
from tests.support.repliques import Repliques, replicated
from tests.support.site_connecte import Navigateur, sign_in

CONNECTE = f"[qui={EMAIL}]"


@pytest.fixture(scope="module")
def source() -> Iterator[Hostile]:
    with hostile() as one:
        yield one


@pytest.fixture(scope="module")
def deux(source: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repliques]:
    port = free_port()
    settings = {
        "CLAUSES_OIDC_EMETTEUR": source.issuer,
        "CLAUSES_OIDC_CLIENT": CLIENT,
        "CLAUSES_OIDC_SECRET": SECRET,
        "CLAUSES_OIDC_ADRESSE": f"https://localhost:{port}",
        "CLAUSES_MANDATAIRE": HOST,
    }
    folder = tmp_path_factory.mktemp("repliques")
    with replicated(folder, port, "tests/support/site_minime.py", **settings) as one:
        yield one


def browser_at(deux: Repliques, place: int) -> Navigateur:
    """Un navigateur à qui nginx a déjà donné cette place."""
    one = Navigateur(deux.site)
    one.verify = deux.ca
    one.cookies.set("clauses_place", str(place))
    return one


def test_l_unite_a_plusieurs_exemplaires_est_valable(tmp_path):
    command = "ExecStart=/opt/clauses/.venv/bin/streamlit run app.py\n"
    text = replaced(block("systemd"), {command: block("systemd-repliques")})
    check_unit(tmp_path, text, "clauses@.service", "clauses@8501.service")


def test_le_premier_venu_recoit_une_place_qui_existe_et_la_garde(deux):
    browser = Navigateur(deux.site)
    browser.verify = deux.ca
    said = browser.get("/").headers["set-cookie"]
    place = int(browser.cookies["clauses_place"])
    assert place in deux.servers
    assert f"clauses_place={place}; Path=/; Secure; HttpOnly; SameSite=Lax" in said
    assert "clauses_place" not in browser.get("/").headers.get("set-cookie", "")
    assert browser_at(deux, 1).get("/").ok, "une place inventée ne mène nulle part"


def test_tout_ce_que_fait_une_personne_va_au_meme_processus(deux, source):
    for place in deux.servers:
        browser = browser_at(deux, place)
        sign_in(browser, source)
        with opened(deux.site, browser.cookies.get_dict(), ca=deux.ca) as link:
            assert CONNECTE in link.run()
            names = [name.decode() for name in set(_media(link.received))]
            assert names and all(browser.get(name).ok for name in names)
            sent = browser.put(f"/_stcore/upload_file/{link.page}/x", files={"f": b"x"})
            assert sent.status_code not in (404, 502)
        assert set(deux.answering(place)) == {f"{HOST}:{place}"}


def _media(received: bytes) -> list[bytes]:
    return re.findall(rb"/media/[0-9a-f]{16,}\.\w+", received)


def test_la_fin_dite_par_le_fournisseur_atteint_chaque_processus(deux, source):
    browsers = [browser_at(deux, place) for place in deux.servers]
    with ExitStack() as stack:
        links = []
        for one in browsers:
            sign_in(one, source)
            cookies = one.cookies.get_dict()
            links.append(stack.enter_context(opened(deux.site, cookies, ca=deux.ca)))
        assert all(CONNECTE in link.run() for link in links)
        said = {"logout_token": closing(source)}
        told = requests.post(f"{deux.site}/connexion/fin", data=said, verify=deux.ca)
        assert told.status_code == 200
        assert [link.closing_code() for link in links] == [TO_RELOAD] * 2


def test_un_processus_tue_deconnecte_et_l_autre_reprend(deux, source):
    first, other = deux.servers
    browser = browser_at(deux, first)
    sign_in(browser, source)
    with opened(deux.site, browser.cookies.get_dict(), ca=deux.ca) as link:
        assert CONNECTE in link.run()
        os.kill(deux.servers[first].pid, signal.SIGKILL)
        assert link.closing_code() != TO_RELOAD, "la prise tombe avec son processus"
    with opened(deux.site, browser.cookies.get_dict(), link.page, ca=deux.ca) as back:
        assert back.closing_code() == TO_RELOAD, "inconnue de l'autre, la page se recharge"
    with opened(deux.site, browser.cookies.get_dict(), ca=deux.ca) as link:
        assert "[qui=personne]" in link.run()
        assert f"clauses_place={other}" in link.link.response.headers["set-cookie"]
    again = browser_at(deux, other)
    sign_in(again, source)
    with opened(deux.site, again.cookies.get_dict(), ca=deux.ca) as link:
        assert CONNECTE in link.run()
    told = requests.post(
        f"{deux.site}/connexion/fin", data={"logout_token": closing(source)}, verify=deux.ca
    )
    assert told.status_code == 200, "sans le premier, la fin de session arrive encore"
