"""Les mauvaises connexions : chacune est refusée, et personne n'est connecté."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from data.publish.acces import read_journal
from pages.connexion import SignInGate
from pages.connexion.droit import sessions
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, Hostile, hostile, new_key
from tests.support.navigateur import HOST
from tests.support.site_connecte import (
    COOKIE,
    Navigateur,
    behind,
    come_back,
    configured,
    leave,
    served,
    sign_in,
    who,
)

HEURE = 3600


@pytest.fixture(scope="module")
def fournisseur() -> Iterator[Hostile]:
    with hostile() as one:
        yield one


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(SignInGate(behind)) as one:
        yield one


@pytest.fixture
def new_browser(site: str) -> Callable[[], Navigateur]:
    return lambda: Navigateur(site)


@pytest.fixture
def browser(site: str) -> Navigateur:
    return Navigateur(site)


@pytest.fixture
def source(site: str, fournisseur: Hostile, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hostile]:
    """Le fournisseur, remis juste, et un serveur réglé pour lui."""
    fresh = Hostile(port=fournisseur.port, key=fournisseur.key)
    fournisseur.__dict__.update(fresh.__dict__)
    with configured(monkeypatch, site, fournisseur.issuer):
        yield fournisseur


def now() -> int:
    return int(time.time())


def test_une_bonne_connexion_passe_et_rend_a_la_page_demandee(source, browser, site):
    assert who(browser) is None
    answer = sign_in(browser, source, "/heures?annee=2023")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{site}/heures?annee=2023"
    assert who(browser) == EMAIL
    [one] = [each for each in read_journal() if each.sorte == "connexion"]
    assert EMAIL not in one.qui, "le journal ne nomme que qui est au registre"


def fausse(**changes: object) -> Callable[[Hostile], None]:
    def change(source: Hostile) -> None:
        for name, value in changes.items():
            setattr(source, name, value)

    return change


def other_key_same_name(source: Hostile) -> None:
    source.published, source.key = [source.key], new_key(source.key.kid)


FAUSSES: dict[str, Callable[[Hostile], None]] = {
    "mauvais nonce": fausse(claims={"nonce": "x" * 43}),
    "nonce absent": fausse(without=("nonce",)),
    "nonce qui n'est pas un texte": fausse(claims={"nonce": ["x"]}),
    "autre audience": fausse(claims={"aud": "un-autre-service"}),
    "audience absente": fausse(without=("aud",)),
    "plusieurs audiences sans azp": fausse(claims={"aud": [CLIENT, "un-autre-service"]}),
    "azp d'un autre": fausse(claims={"azp": "un-autre-service"}),
    "azp d'un autre, plusieurs audiences": fausse(
        claims={"aud": [CLIENT, "un-autre-service"], "azp": "un-autre-service"}
    ),
    "expiré": fausse(claims={"exp": now() - HEURE}),
    "sans expiration": fausse(without=("exp",)),
    "pas encore valable": fausse(claims={"nbf": now() + HEURE}),
    "émis demain": fausse(claims={"iat": now() + HEURE}),
    "émis hier": fausse(claims={"iat": now() - 24 * HEURE}),
    "sans date d'émission": fausse(without=("iat",)),
    "mauvais émetteur": fausse(claims={"iss": "https://ailleurs.exemple"}),
    "émetteur à une barre près": fausse(claims={"iss": "http://127.0.0.1/"}),
    "sans sujet": fausse(without=("sub",)),
    "sujet vide": fausse(claims={"sub": ""}),
    "at_hash d'un autre jeton": fausse(claims={"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "alg none": fausse(header={"alg": "none"}),
    "HS256 avec la clé publique": fausse(header={"alg": "HS256"}),
    "algorithme hors de la liste": fausse(header={"alg": "RS512"}),
    "jeton d'un autre genre": fausse(header={"typ": "at+jwt"}),
    "clé changée sous le même nom": other_key_same_name,
    "clé que personne ne publie": fausse(header={"kid": "inconnue"}),
    "aucune clé publiée": fausse(published=[]),
    "jeton illisible": fausse(id_token="ceci.n'est.pas"),
    "jeton vide": fausse(id_token=""),
    "renseignements d'une autre personne": fausse(about={"sub": "une-autre"}),
    "renseignements sans sujet": fausse(about={"sub": None}),
    "renseignements signés par une autre clé": fausse(signed_about=new_key("une")),
    "renseignements signés pour un autre": lambda one: one.__dict__.update(
        signed_about=one.key, about={"aud": "un-autre-service", "iss": one.issuer}
    ),
    "renseignements signés par un autre émetteur": lambda one: one.__dict__.update(
        signed_about=one.key, about={"iss": "https://ailleurs.exemple"}
    ),
    "renseignements expirés": lambda one: one.__dict__.update(
        signed_about=one.key, about={"exp": now() - HEURE}
    ),
}


@pytest.mark.parametrize("nom", FAUSSES)
def test_une_reponse_faussee_ne_connecte_personne(nom, source, caplog, browser):
    FAUSSES[nom](source)
    answer = sign_in(browser, source)
    assert answer.status_code == 502, answer.text
    assert "personne n'a été connecté" in answer.text.replace("&#x27;", "'")
    assert "set-cookie" not in answer.headers or COOKIE not in str(answer.headers)
    assert who(browser) is None
    assert [one.sorte for one in read_journal()] == ["refus"]
    told = caplog.text + answer.text + "".join(one.quoi for one in read_journal())
    assert not [one for one in (SECRET, EMAIL, "code-0", "sub-84") if one in told]


def test_la_meme_reponse_bien_signee_passe(source, new_browser):
    """Les refus ci-dessus ne viennent pas d'un défaut du montage."""
    for about in ({}, {"aud": CLIENT, "iss": source.issuer, "exp": now() + HEURE}):
        source.signed_about, source.about = source.key, about
        browser = new_browser()
        assert sign_in(browser, source).status_code == 303
        assert who(browser) == EMAIL


def test_un_code_rejoue_est_refuse(source, browser, new_browser):
    code, said = source.authorize(leave(browser))
    back = {"code": code, "state": said["state"], "iss": source.issuer}
    jar = dict(browser.cookies)
    assert come_back(browser, **back).status_code == 303
    again = new_browser()
    again.cookies.update(jar)
    assert come_back(again, **back).status_code == 400
    assert who(again) is None


def test_le_code_d_un_autre_depart_est_refuse(source, new_browser):
    """Injecté dans un autre navigateur, un code volé n'a pas le bon vérificateur."""
    stolen, _ = source.authorize(leave(new_browser()))
    attacker = new_browser()
    _, said = source.authorize(leave(attacker))
    answer = come_back(attacker, code=stolen, state=said["state"], iss=source.issuer)
    assert answer.status_code == 502 and who(attacker) is None


@pytest.mark.parametrize("state", ["", "inconnu", "é\udcff"])
def test_un_retour_sans_son_depart_est_refuse(source, state, browser):
    code, _ = source.authorize(leave(browser))
    said = {"code": code, "iss": source.issuer} | ({"state": state} if state.isascii() else {})
    answer = come_back(browser, **said)
    assert answer.status_code == 400 and who(browser) is None
    assert not source.sent, "le code n'est pas même présenté"


def test_le_depart_d_un_autre_navigateur_est_refuse(source, new_browser):
    """Connecter quelqu'un d'autre à son propre compte : le retour d'un autre ne vaut rien ici."""
    attacker, victim = new_browser(), new_browser()
    code, said = source.authorize(leave(attacker))
    answer = come_back(victim, code=code, state=said["state"], iss=source.issuer)
    assert answer.status_code == 400 and who(victim) is None
    leave(victim)
    answer = come_back(victim, code=code, state=said["state"], iss=source.issuer)
    assert answer.status_code == 400 and who(victim) is None


@pytest.mark.parametrize("iss", [None, "https://ailleurs.exemple"])
def test_la_reponse_d_un_autre_fournisseur_est_refusee(source, iss, browser):
    """Mélange d'émetteurs (RFC 9207) : le code n'est envoyé à personne."""
    code, said = source.authorize(leave(browser))
    back = {"code": code, "state": said["state"]} | ({"iss": iss} if iss else {})
    answer = come_back(browser, **back)
    assert answer.status_code == 502 and who(browser) is None and not source.sent


def test_une_erreur_du_fournisseur_se_dit_sans_ses_mots(source, browser):
    _, said = source.authorize(leave(browser))
    answer = come_back(
        browser, error="access_denied", error_description="<b>mots d'ailleurs</b>",
        state=said["state"], iss=source.issuer,
    )  # fmt: skip
    assert answer.status_code == 403 and "mots d" not in answer.text
    assert who(browser) is None


def test_un_parametre_repete_est_refuse(source, browser):
    code, said = source.authorize(leave(browser))
    query = f"code={code}&code=autre&state={said['state']}&iss={source.issuer}"
    assert browser.get(f"/connexion/retour?{query}").status_code == 400
    assert who(browser) is None


@pytest.mark.parametrize(
    "vers",
    [
        "https://ailleurs.exemple/",
        "//ailleurs.exemple",
        "/\\ailleurs.exemple",
        "\\\\ailleurs.exemple",
        "///ailleurs.exemple",
        "/\t/ailleurs.exemple",
        "javascript:alert(1)",
        "ailleurs",
        "/connexion/sortie",
        "/" + "a" * 3000,
        "/" + "é" * 500,
        "//[",
        "",
    ],
)
def test_on_n_est_jamais_renvoye_ailleurs(source, vers, new_browser, site):
    answer = sign_in(new_browser(), source, vers)
    assert answer.headers["location"] == f"{site}/"


def test_l_identifiant_change_a_la_connexion(source, browser, new_browser):
    """Fixation : ni un cookie posé d'avance, ni celui d'avant, ne vaut après."""
    browser.cookies.set(COOKIE, "pose-d-avance", domain=HOST, path="/")
    sign_in(browser, source)
    first = browser.cookies[COOKIE]
    assert first != "pose-d-avance"
    sign_in(browser, source)
    second = browser.cookies[COOKIE]
    assert second != first and who(browser) == EMAIL
    old = new_browser()
    old.cookies.set(COOKIE, first)
    assert who(old) is None


def test_une_adresse_non_verifiee_n_est_pas_une_identite(source, browser):
    source.about = {"email_verified": False}
    sign_in(browser, source)
    said = browser.get("/qui").json()
    assert said["email"] == ""
    cle = said["entetes"]["x-clauses-session"]
    assert "email" not in sessions().of_key(cle).identite.revendications


@pytest.mark.parametrize("said", ["true", 1, None])
def test_une_adresse_n_est_verifiee_que_si_c_est_vrai(source, said, browser):
    source.about = {"email_verified": said}
    sign_in(browser, source)
    assert who(browser) == ""


def test_un_cookie_vole_ne_vaut_plus_rien_apres_la_sortie(source, site, browser, new_browser):
    browser, thief = new_browser(), new_browser()
    sign_in(browser, source)
    thief.cookies.set(COOKIE, browser.cookies[COOKIE])
    assert who(thief) == EMAIL
    page = browser.get("/connexion/sortie")
    token = page.text.partition('name="jeton" value="')[2].partition('"')[0]
    answer = browser.post("/connexion/sortie", data={"jeton": token})
    there = urlsplit(unescape(answer.text.partition("0;url=")[2].partition('"')[0]))
    said = parse_qs(there.query)
    assert answer.status_code == 200 and there.path == "/end"
    assert said["id_token_hint"] and len(said["state"][0]) >= 43
    assert said["post_logout_redirect_uri"] == [f"{site}/connexion/sortie"]
    assert who(thief) is None and who(browser) is None


@pytest.mark.parametrize("data", [{}, {"jeton": "faux"}])
def test_une_sortie_demandee_d_ailleurs_est_refusee(source, data, browser):
    sign_in(browser, source)
    assert browser.post("/connexion/sortie", data=data).status_code == 403
    assert who(browser) == EMAIL


def test_une_sortie_d_une_autre_origine_est_refusee(source, browser):
    sign_in(browser, source)
    page = browser.get("/connexion/sortie").text
    token = page.partition('name="jeton" value="')[2].partition('"')[0]
    origin = {"Origin": "https://ailleurs.exemple"}
    answer = browser.post("/connexion/sortie", data={"jeton": token}, headers=origin)
    assert answer.status_code == 403 and who(browser) == EMAIL


def test_une_session_venue_du_dehors_est_retiree(source, browser, new_browser):
    sign_in(browser, source)
    cle = browser.get("/qui").json()["entetes"]["x-clauses-session"]
    forged = new_browser().get("/qui", headers={"X-Clauses-Session": cle}).json()
    assert forged["email"] is None and "x-clauses-session" not in forged["entetes"]
    assert cle not in browser.cookies.values(), "la clé interne n'est pas le cookie"


def test_des_refus_sans_fin_n_allongent_pas_le_journal_sans_fin(source, browser):
    codes = {come_back(browser, state="x").status_code for _ in range(50)}
    assert codes == {400} and len(read_journal()) == 20
