"""« Le mettre sur un serveur » : chaque bloc du README est lancé, si la machine le permet."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import requests
from websockets.exceptions import InvalidStatus

from data.publish.acces import give, read_access, read_journal, withdraw
from pages.connexion.prises import TO_RELOAD
from pages.connexion.reglages import read_settings
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, Hostile, hostile
from tests.support.mise_en_service import SITE, block, certificate, check_unit, nginx
from tests.support.navigateur import HOST, free_port, serve, wait_for
from tests.support.places import ROOT
from tests.support.prise import opened
from tests.support.queries_store import COVE
from tests.support.site_connecte import Navigateur, sign_in


def test_l_unite_systemd_est_valable(tmp_path):
    check_unit(tmp_path, block("systemd"), "clauses.service", "clauses.service")


@pytest.mark.parametrize("name", ["proconnect", "keycloak"])
def test_les_reglages_du_fournisseur_se_lisent(name, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    given = dict(one.split("=", 1) for one in shlex.split(block(name)))
    unit = dict(re.findall(r"(CLAUSES_\w+)=(\S+)", block("systemd")))
    assert unit["CLAUSES_OIDC_SECRET_FICHIER"] == "%d/secret"
    found = read_settings({**given, **unit, "CLAUSES_OIDC_SECRET_FICHIER": str(secret)})
    assert found.adresse == f"https://{SITE}" and found.is_https
    assert found.is_pkce == (name != "proconnect") == (not found.is_email_trusted)


def test_les_commandes_des_roles_passent(tmp_path, magasin_exemples):
    shutil.copytree(magasin_exemples, tmp_path / "lib" / "magasin")
    (tmp_path / "secours").mkdir()
    (tmp_path / "phrase").write_text("une phrase longue, que personne d'autre ne connaît")
    text = block("roles")
    for written, here in (
        ("/opt/clauses", str(ROOT)),
        (".venv/bin/python", sys.executable),
        ("/var/lib/clauses", str(tmp_path / "lib")),
        ("/mnt/secours", str(tmp_path / "secours")),
        ("/etc/clauses/phrase", str(tmp_path / "phrase")),
    ):
        text = text.replace(written, here)
    done = subprocess.run(["bash", "-ec", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    store = tmp_path / "lib" / "magasin"
    assert [one.role for one in read_access(store).attributions] == [
        "administrateur",
        "referent_epci",
    ]
    assert len(read_journal(store)) == 2 and "donner le droit" in done.stdout
    assert len(list((tmp_path / "secours").iterdir())) == 1


class Derriere:
    """Le serveur derrière nginx, tel que le README l'écrit."""

    def __init__(self, folder: Path, source: Hostile) -> None:
        self.folder, self.source = folder, source
        self.port, self.behind = free_port(), free_port()
        self.site = f"https://localhost:{self.port}"
        self.cert = certificate(folder)

    def browser(self) -> Navigateur:
        one = Navigateur(self.site)
        one.verify = str(self.cert)
        return one


@pytest.fixture(scope="module")
def derriere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Derriere]:
    folder = tmp_path_factory.mktemp("nginx")
    with hostile() as source:
        one = Derriere(folder, source)
        settings = {
            "CLAUSES_OIDC_EMETTEUR": source.issuer,
            "CLAUSES_OIDC_CLIENT": CLIENT,
            "CLAUSES_OIDC_SECRET": SECRET,
            "CLAUSES_OIDC_ADRESSE": one.site,
            "CLAUSES_MANDATAIRE": HOST,
            "CLAUSES_IMPORT": "non",
        }
        script = "tests/support/site_minime.py"
        behind = {"127.0.0.1:8501": f"{HOST}:{one.behind}"}
        with (
            nginx(folder, one.port, block("nginx"), behind),
            serve(folder / "site", one.behind, script, **settings),
        ):
            wait_for(lambda: one.browser().get("/").ok, "nginx ne répond pas")
            yield one


def test_on_se_connecte_a_travers_nginx(derriere):
    browser = derriere.browser()
    answer = sign_in(browser, derriere.source, "/?annee=2023")
    assert answer.headers["location"] == f"{derriere.site}/?annee=2023"
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-clauses-session=") and "Secure" in said and "HttpOnly" in said
    assert "code=" not in (derriere.folder / "acces").read_text(), "un code n'est pas journalisé"


def test_la_prise_passe_nginx_suit_le_droit_et_se_ferme(derriere):
    browser = derriere.browser()
    sign_in(browser, derriere.source)
    ca = str(derriere.cert)
    store = derriere.folder / "site" / "magasin"
    today = date.today()
    row = {"role": "referent_epci", "epci": COVE, "email": EMAIL, "du": today, "au": today}
    number = give(row, "essai", store)
    with opened(derriere.site, dict(browser.cookies), ca=ca) as one:
        assert f"[qui={EMAIL}] [epci={COVE}]" in one.run()
        withdraw(number, "essai", store)
        assert one.closing_code() == TO_RELOAD


def test_une_autre_origine_n_ouvre_pas_de_prise(derriere):
    elsewhere = {"origin": "https://ailleurs.exemple", "ca": str(derriere.cert)}
    with pytest.raises(InvalidStatus, match="403"), opened(derriere.site, {}, **elsewhere):
        pass


def test_ce_qu_annonce_un_visiteur_ne_compte_pas(derriere):
    """Ni adresse, ni session, ni provenance annoncées ne le font passer pour un autre."""
    forged = {
        "X-Forwarded-For": HOST, "X-Real-IP": HOST, "Forwarded": f"for={HOST}",
        "X-Clauses-Provenance": "machine", "X-Clauses-Session": "x" * 43,
    }  # fmt: skip
    answer = requests.put(
        f"{derriere.site}/_stcore/upload_file/page/fichier",
        files={"f": b"x"},
        headers=forged,
        verify=str(derriere.cert),
    )
    assert answer.status_code in (403, 404)
