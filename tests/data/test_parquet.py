"""L'export en Parquet : les tables publiées, ligne pour ligne, et rien d'autre."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.__main__ import main
from data.publish import current, read_database
from data.schema import tables
from tests.support.queries_store import contrat, heures, write


@pytest.fixture
def store(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "magasin"
    monkeypatch.setenv("CLAUSES_STORE", str(folder))
    rows = [heures("p", f"2024-{month:02}", 10.5 * month) for month in range(1, 6)]
    person = contrat("p", "2024-01-02", "2024-05-31")
    return write(folder, date(2024, 9, 30), contrats=[person], heures=rows)


def test_chaque_table_se_relit_par_un_autre_moteur_et_rien_de_plus(store, tmp_path, capsys):
    place = tmp_path / "sortie"
    assert main(["exporter", str(place)]) == 0
    assert "chiffres exacts, ne pas diffuser" in capsys.readouterr().out
    assert {one.name for one in place.iterdir()} == {
        "manifest.json",
        *(f"{name}.parquet" for name in tables()),
    }
    said = json.loads((place / "manifest.json").read_text("utf-8"))
    assert said["publication"] == 1 and said["publie_le"] == current().manifest["publie_le"]
    for name, expected in read_database(current()).items():
        path, told = place / f"{name}.parquet", said["tables"][name]
        found = pl.read_parquet(path)
        assert found.equals(expected), name
        assert list(told["colonnes"]) == expected.columns and told["lignes"] == expected.height
        assert told["empreinte"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert pl.read_parquet(place / "heures.parquet")["heures_realisees"].sum() == 10.5 * 15
    assert place.stat().st_mode & 0o077 == 0, "lisible de son seul propriétaire"


@pytest.mark.parametrize("inside", ["magasin", "magasin/sortie", "magasin/generations/9", "."])
def test_rien_ne_s_ecrit_dans_le_magasin_ni_par_dessus_un_dossier(store, tmp_path, inside, capsys):
    before = sorted(tmp_path.rglob("*"))
    assert main(["exporter", str(tmp_path / inside)]) == 1
    assert "magasin" in capsys.readouterr().err and sorted(tmp_path.rglob("*")) == before


def test_un_dossier_deja_la_ne_se_remplace_pas(store, tmp_path, capsys):
    place = tmp_path / "sortie"
    place.mkdir()
    (place / "note").write_text("à garder")
    assert main(["exporter", str(place)]) == 1
    assert "existe déjà" in capsys.readouterr().err and (place / "note").read_text() == "à garder"


def test_un_export_coupe_ne_laisse_rien(store, tmp_path, monkeypatch):
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.publish.parquet.flush_tree", full)
    assert main(["exporter", str(tmp_path / "sortie")]) == 1
    assert not list(tmp_path.glob("sortie*"))


def test_ni_en_vue_pleniere_ni_d_un_magasin_vide(store, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLAUSES_VUE", "pleniere")
    assert main(["exporter", str(tmp_path / "sortie")]) == 1
    monkeypatch.delenv("CLAUSES_VUE")
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path / "vide"))
    assert main(["exporter", str(tmp_path / "sortie")]) == 1
    assert "il n'y a rien à exporter" in capsys.readouterr().err
    assert not (tmp_path / "sortie").exists()
