"""Les sessions et le fournisseur au long cours : durées, bornes, clés qui tournent, fin dite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import ECKey
from starlette.datastructures import Headers

from data.publish.acces import PLENIERE, Identite
from pages.connexion import SignInGate, identity, right
from pages.connexion import sessions as module
from pages.connexion.cookies import taken
from pages.connexion.depart import Depart, Departs, inner_address
from pages.connexion.droit import sessions
from pages.connexion.fournisseur import Fournisseur
from pages.connexion.jetons import ALGORITHMES
from pages.connexion.porte import adresses
from pages.connexion.refus import Refus
from pages.connexion.reglages import read_settings
from pages.connexion.sessions import Sessions
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, Hostile, hostile, new_key, sign
from tests.support.site_connecte import Navigateur, behind, configured, forget, served, sign_in, who

QUI = Identite(email=EMAIL, revendications={"sub": "un"})
FERMETURE = "http://schemas.openid.net/event/backchannel-logout"


class Montre:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_une_session_finit_sans_geste_et_de_toute_facon():
    clock = Montre()
    held = Sessions(60, 1000, clock)
    cookie = held.start("un", QUI)
    for _ in range(16):
        clock.now += 59
        assert held.of_cookie(cookie), "un geste la prolonge"
        held.touch(held.of_cookie(cookie).cle)
    clock.now += 61
    assert held.of_cookie(cookie) is None, "plus de geste"
    clock.now = 0
    cookie = held.start("un", QUI)
    while clock.now < 1000:
        assert held.of_cookie(cookie)
        held.touch(held.of_cookie(cookie).cle)
        clock.now += 50
    clock.now += 1
    assert held.of_cookie(cookie) is None, "la durée entière, même avec des gestes"


def test_un_geste_ne_rouvre_pas_une_session_finie():
    clock = Montre()
    held = Sessions(60, 1000, clock)
    cookie = held.start("un", QUI)
    cle = held.of_cookie(cookie).cle
    clock.now = 61
    held.touch(cle)
    assert held.of_cookie(cookie) is None and held.of_key(cle) is None


def test_les_sessions_sont_bornees(monkeypatch):
    monkeypatch.setattr(module, "SESSIONS_AU_PLUS", 5)
    monkeypatch.setattr(module, "PAR_PERSONNE", 2)
    held = Sessions(60, 1000)
    mine = [held.start("un", QUI) for _ in range(4)]
    assert [held.of_cookie(one) is not None for one in mine] == [False, False, True, True]
    others = [held.start(f"p{rank}", QUI) for rank in range(5)]
    assert all(held.of_cookie(one) for one in others) and not held.of_cookie(mine[-1])
    assert len(held._by_mark) == len(held._mark_of) == 5


def test_le_cookie_et_la_cle_ne_se_retrouvent_pas_l_un_par_l_autre():
    held = Sessions(60, 1000)
    cookie = held.start("un", QUI)
    one = held.of_cookie(cookie)
    assert len(cookie) >= 43 and len(one.cle) >= 43 and cookie != one.cle
    assert held.of_cookie(one.cle) is None and held.of_key(cookie) is None
    assert cookie not in repr(vars(held)), "seule l'empreinte du cookie est gardée"
    assert held.of_cookie("é\udcff") is None


def test_sans_session_le_droit_est_la_pleniere():
    assert identity({}) is None and right({}) == PLENIERE
    assert right({"x-clauses-session": "forgé"}) == PLENIERE


def test_sans_reglage_la_porte_ne_fait_qu_oter_l_en_tete():
    forget()
    with served(SignInGate(behind)) as site:
        for path in ("/qui", "/connexion", "/connexion/sortie", f"/media/{'a' * 56}.csv"):
            answer = requests.get(f"{site}{path}", headers={"X-Clauses-Session": "forgé"})
            assert answer.status_code == 200, path
            assert "x-clauses-session" not in answer.json()["entetes"]
        sent = requests.put(f"{site}/_stcore/upload_file/page/fichier", data=b"x")
        assert sent.status_code == 200


def test_un_cookie_se_lit_dans_plusieurs_en_tetes():
    given = Headers(raw=[(b"cookie", b"a=1"), (b"cookie", b"clauses-session=x")])
    said = provider(Hostile(port=1), Montre()).reglages
    assert taken(given, "clauses-session", said) == "x"


def test_un_depart_a_256_bits_et_ne_sert_qu_une_fois():
    held, one = Departs(), Depart()
    assert min(len(one.state), len(one.nonce), len(one.verifier)) >= 43
    cookie = held.seal(one)
    assert one.state not in cookie and one.verifier not in cookie
    assert held.back(cookie, one.state) == one
    for other, state in ((held, one.state), (Departs(), one.state), (held, "x")):
        with pytest.raises(Refus):
            other.back(cookie, state)


def test_un_depart_ne_sert_pas_apres_dix_minutes(monkeypatch):
    held, one = Departs(), Depart()
    cookie = held.seal(one)
    later = time.time() + 601
    monkeypatch.setattr("time.time", lambda: later)
    with pytest.raises(Refus):
        held.back(cookie, one.state)


def test_une_adresse_interieure_est_gardee_entiere():
    for kept in ("/", "/heures?annee=2023&epci=248400053", "/pleniere#3", "/a//b"):
        assert inner_address(kept) == kept
    longest = Depart(vers=inner_address("/" + "a" * 1797))
    assert len(longest.vers) > 1000 and len(Departs().seal(longest)) < 3800


@pytest.fixture
def source() -> Iterator[Hostile]:
    with hostile() as one:
        yield one


def provider(source: Hostile, clock: Montre, **more: str) -> Fournisseur:
    said = {
        "EMETTEUR": source.issuer, "CLIENT": CLIENT, "SECRET": SECRET,
        "ADRESSE": "http://127.0.0.1:1", **more,
    }  # fmt: skip
    return Fournisseur(
        read_settings({f"CLAUSES_OIDC_{name}": one for name, one in said.items()}), clock
    )


def test_une_cle_neuve_est_relue_mais_pas_a_chaque_demande(source):
    clock = Montre()
    one = provider(source, clock)
    assert {each.kid for each in one.keys("une").keys} == {"une"}
    source.published = [source.key, new_key("deux")]
    for _ in range(50):
        one.keys("deux")
    assert source.asked.count("/jwks") == 1, "une clé inconnue ne fait pas relire sans fin"
    clock.now = 31
    assert {each.kid for each in one.keys("deux").keys} == {"une", "deux"}
    one.keys("deux")
    assert source.asked.count("/jwks") == 2 and source.asked.count("/userinfo") == 0
    clock.now = 3700
    source.published = [new_key("trois")]
    assert {each.kid for each in one.keys("une").keys} == {"trois"}, "une clé retirée ne vaut plus"


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://ailleurs.exemple"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "gopher://ailleurs"},
    ],
)
def test_un_fournisseur_mal_decrit_est_refuse(source, said):
    source.metadata = said
    with pytest.raises(Refus):
        provider(source, Montre()).metadata()


@pytest.fixture
def site(source: Hostile, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with served(SignInGate(behind)) as address, configured(monkeypatch, address, source.issuer):
        yield address


def test_le_secret_part_par_le_chemin_que_le_fournisseur_annonce(source, site):
    assert sign_in(Navigateur(site), source).status_code == 303
    assert source.sent[-1]["authorization"].startswith("Basic ")
    assert len(source.sent[-1]["code_verifier"]) >= 43


def test_sans_pkce_le_depart_n_en_dit_rien(source, monkeypatch):
    """Un fournisseur peut refuser tout paramètre qu'il ne connaît pas."""
    with (
        served(SignInGate(behind)) as address,
        configured(monkeypatch, address, source.issuer, PKCE="non"),
    ):
        _, said = source.authorize(Navigateur(address).get("/connexion").headers["location"])
    assert set(said) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce"}
    one = provider(source, Montre(), PKCE="non")
    left = parse_qs(urlsplit(one.farewell("jeton", "etat") or "").query)
    assert set(left) == {"id_token_hint", "post_logout_redirect_uri", "state"}


@pytest.mark.parametrize("alg", ALGORITHMES)
def test_chaque_algorithme_de_la_liste_passe(source, site, alg):
    if alg == "ES256":
        source.key = ECKey.generate_key("P-256", {"kid": "courbe", "use": "sig"})
    source.header = {"alg": alg}
    browser = Navigateur(site)
    assert sign_in(browser, source).status_code == 303 and who(browser) == EMAIL


def closing(source: Hostile, **changes: object) -> str:
    now = int(time.time())
    claims = {
        "iss": source.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": "1",
        "sub": "sub-84", "events": {FERMETURE: {}}, **changes,
    }  # fmt: skip
    header = {"alg": "RS256", "kid": source.key.kid, "typ": "logout+jwt"}
    return sign(header, {name: one for name, one in claims.items() if one is not None}, source.key)


def ended(site: str, token: str) -> int:
    return requests.post(f"{site}/connexion/fin", data={"logout_token": token}).status_code


def test_le_fournisseur_finit_la_session_de_la_personne_ou_cette_seule_session(source, site):
    browsers = []
    for sid in ("a", "b"):
        source.claims = {"sid": sid}
        browsers.append(Navigateur(site))
        sign_in(browsers[-1], source)
    one, other = browsers
    assert ended(site, closing(source, sid="a")) == 200
    assert who(one) is None and who(other) == EMAIL
    assert ended(site, closing(source)) == 200
    assert who(other) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"events": None},
        {"events": {"autre": {}}},
        {"nonce": "x"},
        {"aud": "un-autre-service"},
        {"iss": "https://ailleurs.exemple"},
        {"iat": None},
        {"iat": 1},
        {"sub": None},
        {"sub": ["sub-84"]},
    ],
)
def test_une_fin_mal_dite_ne_finit_rien(source, site, changes):
    browser = Navigateur(site)
    sign_in(browser, source)
    assert ended(site, closing(source, **changes)) == 400
    assert ended(site, "ceci.n'est.pas") == 400
    assert requests.post(f"{site}/connexion/fin", data=b"\xff" * 20).status_code == 400
    assert requests.post(f"{site}/connexion/fin", data=b"a" * 20_000).status_code == 400
    assert who(browser) == EMAIL


def test_une_autre_methode_se_refuse(site):
    for method, path in (("POST", "/connexion"), ("GET", "/connexion/fin"), ("PUT", "/connexion/")):
        assert Navigateur(site).request(method, path).status_code == 405


def test_un_fournisseur_arrete_n_arrete_que_la_connexion(source, site):
    browser = Navigateur(site)
    sign_in(browser, source)
    source.answer = lambda *_: (503, "text/plain", "")
    adresses().source._metadata = None
    answer = Navigateur(site).get("/connexion")
    assert answer.status_code == 503 and "ne répond pas" in answer.text
    assert who(browser) == EMAIL
    page = browser.get("/connexion/sortie").text
    token = page.partition('name="jeton" value="')[2].partition('"')[0]
    answer = browser.post("/connexion/sortie", data={"jeton": token})
    assert answer.status_code == 303 and who(browser) is None
    assert len(sessions()._by_mark) == 0
