"""Ce qu'un processus garde en mémoire suit ce qu'un autre écrit dans le même magasin."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import queries
from data.__main__ import main
from data.publish import numbers
from pages.shared.frame.view import run_as
from queries.protection.publish import publication
from queries.registres import set_objectif
from tests.support.queries_store import contrat, heures, write


def read(store: Path, name: str, **arguments: str) -> pl.DataFrame:
    """Un résultat, par la mémoire des pages."""
    return run_as(queries.TOTAL, store, 1, name, tuple(sorted(arguments.items())))


def world(folder: Path, day: date, nombre: float) -> Path:
    """Un magasin d'une personne et d'un mois d'heures."""
    person = contrat("p", "2024-01-02", "2024-05-31")
    return write(folder, day, contrats=[person], heures=[heures("p", "2024-03", nombre)])


def test_un_objectif_ecrit_par_un_autre_processus_se_lit_aussitot(tmp_path):
    store = world(tmp_path, date(2024, 9, 30), 50)
    assert read(store, "objectifs_saisis_historique").is_empty()
    set_objectif(2026, "heures_realisees", 120, "Copil", "DDETS", structure="CIE84", store=store)
    assert read(store, "objectifs_saisis_historique")["valeur"].to_list() == [120]


def test_d_autres_donnees_sous_le_meme_numero_se_lisent_aussitot(tmp_path):
    """Ce que fait une restauration lancée à côté des serveurs."""
    store = world(tmp_path / "servi", date(2024, 9, 30), 50)
    other = world(tmp_path / "autre", date(2024, 10, 15), 70)
    assert read(store, "date_des_donnees").item() == date(2024, 9, 30)
    shutil.rmtree(store / "generations")
    shutil.copytree(other / "generations", store / "generations")
    assert read(store, "date_des_donnees").item() == date(2024, 10, 15)


def test_un_serveur_devance_n_importe_pas_les_exemples_une_seconde_fois(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    world(tmp_path, date(2024, 9, 30), 50)
    monkeypatch.setattr(publication, "build_cube", lambda *_: pytest.fail("rien n'attend"))
    assert main(["exemples"]) == 1, "à la main, un magasin plein se refuse"
    assert "déjà une publication" in capsys.readouterr().err
    assert main(["exemples", "--suivi"]) == 0
    assert numbers(tmp_path) == [1]
