"""Les réglages de la connexion : un réglage faux arrête le démarrage et se nomme."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pages.connexion import check_settings, is_configured
from pages.connexion.reglages import PORTEE, ReglageFaux, read_settings
from tests.support.fournisseur_hostile import CLIENT, SECRET, hostile
from tests.support.navigateur import free_port
from tests.support.places import ROOT
from tests.support.site_connecte import configured, forget

BONS = {
    "EMETTEUR": "https://fournisseur.exemple/realms/vaucluse",
    "CLIENT": CLIENT,
    "SECRET": SECRET,
    "ADRESSE": "https://clauses.exemple",
}
FAUX = [
    ({"EMETTEUR": ""}, "EMETTEUR"),
    ({"EMETTEUR": "fournisseur.exemple"}, "EMETTEUR"),
    ({"EMETTEUR": "http://fournisseur.exemple"}, "EMETTEUR"),
    ({"EMETTEUR": "http://127.0.0.1.exemple"}, "EMETTEUR"),
    ({"EMETTEUR": "https://moi:mot@fournisseur.exemple"}, "EMETTEUR"),
    ({"EMETTEUR": "https://fournisseur.exemple?x=1"}, "EMETTEUR"),
    ({"EMETTEUR": "https://fournisseur.exemple:port"}, "EMETTEUR"),
    ({"EMETTEUR": "https://[::1"}, "EMETTEUR"),
    ({"CLIENT": ""}, "CLIENT"),
    ({"SECRET": ""}, "SECRET"),
    ({"SECRET": "court"}, "SECRET"),
    ({"SECRET": "deux lignes\nd'un secret trop long"}, "SECRET"),
    ({"SECRET_FICHIER": "/nulle/part"}, "SECRET_FICHIER"),
    ({"ADRESSE": "http://clauses.exemple"}, "ADRESSE"),
    ({"ADRESSE": "https://clauses.exemple/tableau"}, "ADRESSE"),
    ({"PORTEE": "email"}, "PORTEE"),
    ({"EMAIL_SUR": "peut-être"}, "EMAIL_SUR"),
    ({"PKCE": "1"}, "PKCE"),
    ({"INACTIVITE": "0"}, "INACTIVITE"),
    ({"INACTIVITE": "²"}, "INACTIVITE"),
    ({"DUREE": "25"}, "DUREE"),
    ({"EMETEUR": "https://fournisseur.exemple"}, "EMETEUR"),
]


def given(**changes: str) -> dict[str, str]:
    said = {f"CLAUSES_OIDC_{name}": value for name, value in (BONS | changes).items()}
    return said | {"CLAUSES_MANDATAIRE": "127.0.0.1"}


def test_sans_reglage_il_n_y_a_pas_de_connexion(monkeypatch):
    assert read_settings({"CLAUSES_STORE": "x", "OIDC_CLIENT": "x"}) is None
    for name in os.environ:
        if name.startswith("CLAUSES_OIDC_"):
            monkeypatch.delenv(name)
    forget()
    assert not is_configured()
    assert check_settings() is None


def test_de_bons_reglages_se_lisent_et_taisent_le_secret():
    found = read_settings(given(ADRESSE="https://clauses.exemple/"))
    assert (found.adresse, found.portee, found.is_https) == (
        "https://clauses.exemple",
        PORTEE,
        True,
    )
    assert (found.inactivite_s, found.duree_s) == (3600, 36000)
    assert found.is_pkce and not found.is_email_trusted
    assert SECRET not in repr(found)


def test_le_secret_se_lit_dans_un_fichier_que_lui_seul_lit(tmp_path):
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    path.chmod(0o600)
    asked = given(SECRET_FICHIER=str(path))
    with pytest.raises(ReglageFaux, match="SECRET_FICHIER"):
        read_settings(asked)
    asked.pop("CLAUSES_OIDC_SECRET")
    assert read_settings(asked).secret == SECRET
    path.chmod(0o644)
    with pytest.raises(ReglageFaux, match=r"SECRET_FICHIER.*chmod 600"):
        read_settings(asked)


def test_en_https_le_mandataire_se_nomme():
    with pytest.raises(ReglageFaux, match="CLAUSES_MANDATAIRE"):
        read_settings(given() | {"CLAUSES_MANDATAIRE": " "})
    local = given(ADRESSE="http://127.0.0.1:8501")
    local.pop("CLAUSES_MANDATAIRE")
    assert not read_settings(local).is_https


@pytest.mark.parametrize(("changes", "name"), FAUX)
def test_un_reglage_faux_se_nomme_sans_citer_le_secret(changes, name):
    asked = given(**changes)
    if "SECRET_FICHIER" in changes:
        asked.pop("CLAUSES_OIDC_SECRET")
    with pytest.raises(ReglageFaux) as wrong:
        read_settings(asked)
    assert f"CLAUSES_OIDC_{name}" in str(wrong.value)
    assert SECRET not in str(wrong.value) and changes.get("SECRET", "x") != str(wrong.value)


def test_le_vrai_demarrage_s_arrete_sur_un_reglage_faux():
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port"]
    done = subprocess.run(
        [*command, str(free_port())],
        cwd=ROOT,
        env={**os.environ, **given(EMETTEUR="http://ailleurs.exemple")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "CLAUSES_OIDC_EMETTEUR doit être en https" in said
    assert SECRET not in said and "Traceback" not in said


def test_un_fournisseur_qui_n_est_pas_le_bon_arrete_le_demarrage(monkeypatch):
    with hostile() as source:
        site = "http://127.0.0.1:1"
        with configured(monkeypatch, site, source.issuer):
            assert check_settings() is None
        with (
            configured(monkeypatch, site, f"{source.issuer}/"),
            pytest.raises(SystemExit, match="CLAUSES_OIDC_EMETTEUR"),
        ):
            check_settings()
        source.metadata = {"token_endpoint": "ftp://ailleurs"}
        with configured(monkeypatch, site, source.issuer), pytest.raises(SystemExit):
            check_settings()


def test_un_fournisseur_muet_n_arrete_rien(monkeypatch, caplog):
    with configured(monkeypatch, "http://127.0.0.1:1", f"http://127.0.0.1:{free_port()}"):
        assert check_settings() is None
    assert "s'ouvre sans elle" in caplog.text
