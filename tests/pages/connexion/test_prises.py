"""Le vrai serveur et ses prises : elles suivent la session et le droit de qui les ouvre."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import requests
from streamlit.file_util import get_static_dir
from streamlit.proto.BackMsg_pb2 import BackMsg

from data.publish.acces import PLENIERE, Droit, Identite, give, read_access, withdraw
from pages.connexion import droit as droits
from pages.connexion.prises import TO_RELOAD, Prise, bearer_of
from pages.connexion.remises import Porteur, Remises
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, Hostile, hostile
from tests.support.navigateur import HOST, Server, free_port, serve
from tests.support.prise import opened
from tests.support.queries_store import COVE
from tests.support.site_connecte import COOKIE, Navigateur, sign_in

AUTRE = "autre@exemple.fr"


@dataclass(frozen=True)
class Site:
    server: Server
    source: Hostile

    @property
    def address(self) -> str:
        return self.server.address("").rstrip("/")

    def signed_in(self, email: str = EMAIL, sub: str = "sub-84") -> dict[str, str]:
        """Connecte quelqu'un ; rend ses cookies."""
        self.source.about, self.source.claims = {"email": email, "sub": sub}, {"sub": sub}
        browser = Navigateur(self.address)
        assert sign_in(browser, self.source).status_code == 303
        return {COOKIE: browser.cookies[COOKIE]}

    def get(self, path: str, cookies: dict[str, str]) -> requests.Response:
        return requests.get(f"{self.address}{path}", cookies=cookies, allow_redirects=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = free_port()
    with hostile() as source:
        settings = {
            "EMETTEUR": source.issuer, "CLIENT": CLIENT, "SECRET": SECRET,
            "ADRESSE": f"http://{HOST}:{port}",
        }  # fmt: skip
        chosen = {f"CLAUSES_OIDC_{name}": value for name, value in settings.items()}
        folder = tmp_path_factory.mktemp("site")
        with serve(folder, port, "tests/support/site_minime.py", **chosen) as server:
            yield Site(server, source)


@pytest.fixture
def droit_cove(site: Site) -> Iterator[int]:
    """Le droit de référente CoVe, donné au registre du serveur, retiré après."""
    row = {
        "role": "referent_epci", "epci": COVE, "email": EMAIL,
        "du": date.today(), "au": date.today() + timedelta(days=30),
    }  # fmt: skip
    number = give(row, "essai", site.server.store)
    yield number
    if not read_access(site.server.store).lignes[number].retire_le:
        withdraw(number, "essai", site.server.store)


def test_la_page_sait_qui_est_la_et_avec_quel_droit(site, droit_cove):
    with opened(site.address, {}) as one:
        assert "[qui=personne] [epci=] [vues=1]" in one.run()
    with opened(site.address, site.signed_in()) as one:
        assert f"[qui={EMAIL}] [epci={COVE}] [vues=1]" in one.run()
    with opened(site.address, site.signed_in(AUTRE, "sub-2")) as one:
        assert f"[qui={AUTRE}] [epci=]" in one.run()


def test_un_en_tete_venu_du_dehors_ne_connecte_pas(site):
    cookies = site.signed_in()
    for forged in (cookies[COOKIE], "x" * 43):
        with opened(site.address, {}, **{"X-Clauses-Session": forged}) as one:
            assert "[qui=personne]" in one.run()


def test_un_droit_retire_ferme_la_prise_et_la_page_n_est_pas_reprise(site, droit_cove):
    cookies = site.signed_in()
    with opened(site.address, cookies) as one:
        assert f"[epci={COVE}]" in one.run()
        withdraw(droit_cove, "essai", site.server.store)
        assert one.closing_code() == TO_RELOAD
    with opened(site.address, cookies, one.page) as again:
        assert again.closing_code() == TO_RELOAD, "elle se recharge, avec le droit du moment"
    with opened(site.address, cookies) as fresh:
        assert f"[qui={EMAIL}] [epci=] [vues=1]" in fresh.run()


def test_une_page_se_reprend_au_meme_droit_et_de_personne_d_autre(site, droit_cove):
    cookies = site.signed_in()
    with opened(site.address, cookies) as one:
        one.run()
    anyone_else = ({}, site.signed_in(AUTRE, "sub-2"), site.signed_in())
    with opened(site.address, cookies, one.page) as again:
        assert "[vues=2]" in again.run() and again.page == one.page
        for others in anyone_else:
            with opened(site.address, others, one.page) as taken:
                assert "[vues=1]" in taken.run() and taken.page != one.page
        assert "[vues=3]" in again.run(), "qui la tient la garde"
    for others in anyone_else:
        with opened(site.address, others, one.page) as taken:
            assert taken.closing_code() == TO_RELOAD


def test_une_sortie_ferme_les_prises_de_cette_session(site):
    cookies = site.signed_in()
    with opened(site.address, cookies) as one, opened(site.address, {}) as public:
        assert f"[qui={EMAIL}]" in one.run()
        public.run()
        page = site.get("/connexion/sortie", cookies).text
        token = re.search(r'name="jeton" value="(\w+)"', page)
        requests.post(f"{site.address}/connexion/sortie", data={"jeton": token[1]}, cookies=cookies)
        assert one.closing_code() == TO_RELOAD
        assert "[vues=2]" in public.run(), "les autres continuent"
    with opened(site.address, cookies, one.page) as again:
        assert again.closing_code() == TO_RELOAD
    with opened(site.address, cookies) as fresh:
        assert "[qui=personne] [epci=] [vues=1]" in fresh.run()


def test_un_fichier_n_est_rendu_qu_a_la_session_qui_l_a_recu(site, droit_cove):
    mine, hers = site.signed_in(), site.signed_in(AUTRE, "sub-2")
    with opened(site.address, mine) as one:
        one.run()
        buttons = [frame.delta.new_element.download_button for frame in one.frames]
        waiting = next(each.deferred_file_id for each in buttons if each.deferred_file_id)
        addresses = {each.url for each in buttons if each.url} | {one.prepare(waiting)}
        assert len(addresses) == 2
        for address in addresses:
            assert EMAIL in site.get(address, mine).text
            assert site.get(address, hers).status_code == 404
            assert site.get(address, {}).status_code == 404
            assert site.get(address, site.signed_in()).status_code == 404, "une autre session"
        withdraw(droit_cove, "essai", site.server.store)
        for address in addresses:
            assert site.get(address, mine).status_code == 404, "le droit d'avant est fini"


def test_les_fichiers_de_l_habillage_s_ouvrent_a_tous(site):
    """Sans cela, la page n'a ni police ni script : ils ne portent aucune donnée."""
    folder = Path(get_static_dir())
    kept = [one for one in folder.rglob("*") if one.suffix in (".woff2", ".js", ".css")]
    assert any("media" in one.parts for one in kept)
    for one in [*kept[:5], *(each for each in kept if "media" in each.parts)]:
        assert site.get(f"/{one.relative_to(folder).as_posix()}", {}).status_code == 200


def test_un_envoi_ne_va_qu_a_sa_propre_page(site):
    mine, hers = site.signed_in(), site.signed_in(AUTRE, "sub-2")
    with opened(site.address, mine) as one:
        one.run()
        url = f"{site.address}/_stcore/upload_file/{one.page}/fichier"
        told = {
            name: requests.put(url, files={"f": b"x"}, cookies=cookies).status_code
            for name, cookies in (("mine", mine), ("hers", hers), ("public", {}))
        }
    assert told["hers"] == told["public"] == 404
    assert told["mine"] != 404


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent", "/auth/login", "/auth/logout", "/oauth2callback"]
)
def test_les_adresses_techniques_ne_disent_rien(site, path):
    assert site.get(path, {}).status_code == 404


def test_les_reponses_ne_se_gardent_pas_et_portent_les_en_tetes(site):
    answer = site.get("/connexion", {})
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert answer.headers["x-frame-options"] == "DENY"


def test_le_jour_qui_passe_change_le_droit(monkeypatch, tmp_path):
    """Le dernier jour est compris ; le lendemain, la prise ouverte la veille n'est plus tenue."""
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    today = date.today()
    row = {"role": "referent_epci", "epci": COVE, "email": EMAIL, "du": today, "au": today}
    give(row, "essai", tmp_path)
    monkeypatch.setattr(droits, "sessions", lambda: held)
    monkeypatch.setattr("pages.connexion.prises.sessions", lambda: held)
    held = droits.Sessions(100, 100)
    one = held.of_cookie(held.start("sub", Identite(email=EMAIL)))
    prise = Prise(bearer_of(one), Remises())
    assert prise.porteur.droit.epci == {COVE} and prise.is_still_hers()

    class Demain(date):
        @classmethod
        def today(cls) -> date:
            return today + timedelta(days=1)

    monkeypatch.setattr(droits, "date", Demain)
    assert not prise.is_still_hers()
    held.end(one.cle)
    assert not prise.is_still_hers()


def test_les_fichiers_les_plus_anciens_s_oublient(monkeypatch):
    monkeypatch.setattr("pages.connexion.remises.FICHIERS_AU_PLUS", 3)
    monkeypatch.setattr("pages.connexion.remises.PAGES_AU_PLUS", 3)
    held, one = Remises(), Porteur("cle", PLENIERE)
    names = [f"{rank:032x}" for rank in range(5)]
    for name in names:
        held.note_files(f"…/media/{name}.csv…".encode(), one)
        held.note_page(name, one)
    kept = [held.has_file(f"/media/{name}.csv", one) for name in names]
    assert kept == [held.is_page_of(name, one) for name in names] == [False] * 2 + [True] * 3
    assert not held.has_file(f"/media/{names[-1]}.csv", Porteur("cle", Droit(est_financeur=True)))


def test_une_page_qui_se_redessine_seule_ne_prolonge_pas_la_session(monkeypatch):
    clock = [0.0]
    held = droits.Sessions(100, 1000, lambda: clock[0])
    monkeypatch.setattr("pages.connexion.prises.sessions", lambda: held)
    one = held.of_cookie(held.start("sub", Identite(email=EMAIL)))
    prise = Prise(bearer_of(one), Remises())
    clock[0] = 60
    alone, hers = BackMsg(), BackMsg()
    alone.rerun_script.is_auto_rerun = True
    hers.rerun_script.query_string = "annee=2023"
    for data in (alone.SerializeToString(), b"\xff\xff illisible"):
        prise.heard(data)
        assert one.vue == 0
    prise.heard(hers.SerializeToString())
    assert one.vue == 60


@pytest.mark.parametrize("path", ["/media/{}/../{}", "/media/{}/media/{}", "//media/{}", "/media/"])
def test_un_chemin_contourne_ne_rend_rien(path):
    held, one = Remises(), Porteur("cle", PLENIERE)
    mine, hers = "a" * 56, "b" * 56
    held.note_files(f"/media/{mine}.csv".encode(), one)
    assert held.has_file(f"/media/{mine}.csv", one)
    assert not held.has_file(path.format(mine, hers), one)
