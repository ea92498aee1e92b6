"""La page À relancer et l'accueil qui y mène : mêmes comptes, message sans rien de personnel."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from pages.relances.lists import LISTES
from pages.relances.messages import LINES_SAID, message, recipients
from tests.support.page import HOSTILE, raw, run_page, seen_in
from tests.support.queries_store import contrat, day, heures, marche, write


@pytest.fixture
def store(tmp_path, monkeypatch):
    folder = write(
        tmp_path / "magasin",
        heures=[heures("SECRET1", "2026-03", 10), heures("SECRET2", "2026-03", 10, "ITV")],
        contrats=[contrat("SECRET1", "2026-01-15", "2026-03-31"),
                  contrat("SECRET2", "2026-01-15", "2026-03-31", "ITV")],
        marches=[marche("M1", maitre_ouvrage=HOSTILE, date_fin_prevue=day("2026-01-31"))],
    )  # fmt: skip
    monkeypatch.setenv("CLAUSES_STORE", str(folder))
    return folder


def test_l_accueil_compte_les_listes_et_y_mene(store):
    home = run_page("accueil")
    page = raw(home)
    assert "2\u00a0situations à six mois à relever" in page
    assert "relances?" in page and "liste=situations" in page
    # Une liste vide ne se dit pas.
    assert "liste=vides" not in page


def test_le_numero_ne_se_lit_que_dans_sa_structure(store):
    every = run_page("relances", liste="situations")
    own = run_page("relances", liste="situations", structure="CIE84")
    assert "2\u00a0situations" in raw(every) and "SECRET" not in raw(every)
    assert "SECRET1" in raw(own) and "SECRET2" not in raw(own)
    assert not [one for one in every.code if "SECRET" in one.value]


def test_un_texte_importe_reste_inerte(store):
    page = run_page("relances", liste="depasses")
    assert "1\u00a0marché dont la fin prévue est passée" in raw(page) and "<img" not in raw(page)


def test_rien_ne_se_projette(magasin_protege, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_protege))
    shown = run_page("relances", projection="oui")
    assert "Non publié à cette maille" in seen_in(shown) and "tableau" not in raw(shown)
    assert "À relancer :" not in seen_in(run_page("accueil", projection="oui"))


def months(count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"structure": ["CIE84"] + ["ITV"] * (count - 1), "mois": ["2026-07"] * count,
         "motif": ["mois_non_recu"] * count, "retard_jours": [60] * count}
    )  # fmt: skip


def test_le_message_est_pret_a_coller():
    one, frame = LISTES["mois"], months(3)
    assert recipients(one, frame) == {"": "Tous", "CIE84": "CIE 84", "ITV": "ITV"}
    told = message(one, frame, date(2026, 9, 30), "CIE84").replace("\u00a0", " ")
    assert told.splitlines() == [
        "Bonjour,", "", "D'après les données au 30 septembre 2026 : 1 mois d'heures non reçu.", "",
        "- heures de juillet 2026, fini depuis 60 jours", "",
        "Merci d'envoyer l'export des heures de ces mois.", "", "Bien à vous,",
    ]  # fmt: skip
    assert "- CIE 84 : heures de juillet" in message(one, frame, date(2026, 9, 30))


def test_un_long_message_renvoie_au_fichier():
    told = message(LISTES["mois"], months(LINES_SAID + 5), date(2026, 9, 30))
    assert told.count("\n- ") == LINES_SAID + 1
    assert "5\u00a0autres lignes dans le fichier joint" in told
