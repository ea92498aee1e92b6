"""Les 42 exports à plat du dossier `shared`, lus par la porte d'entrée."""

import json
import time
from pathlib import Path

import polars as pl
import pytest

from data.read.exports import read_file, read_files
from data.words import normalize
from tests.support.places import SHARED

EXPORTS = SHARED / "exports_a_plat"
VOCABULAIRE = frozenset(map(normalize, ["Structure", "Marché", "Entreprise", "Heures réalisées"]))


def samples() -> list[Path]:
    return sorted(p for p in EXPORTS.glob("*") if p.suffix in {".csv", ".xlsx"})


LIGNES_PARTICULIERES = {
    "csv_dup_rows.csv": 81,
    "csv_header_only.csv": 1,
    "csv_negative_correction.csv": 42,
    "csv_subtotals.csv": 43,
    "v3_overlap_half.csv": 21,
    "x_merged_title.xlsx": 42,
    "x_total_formula.xlsx": 42,
    "x_two_level_header.xlsx": 42,
}


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="dossier ../shared/exports_a_plat absent")
def test_les_42_exports_a_plat() -> None:
    fichiers = [(p.name, p.read_bytes()) for p in samples()]
    assert len(fichiers) == 42
    depart = time.monotonic()
    rendus = dict(read_files(fichiers, VOCABULAIRE))
    assert time.monotonic() - depart < 60
    assert "accents" in str(rendus.pop("csv_mojibake.csv"))
    for nom, feuilles in rendus.items():
        assert len(feuilles) == (2 if nom == "x_two_visible_sheets.xlsx" else 1), nom
        for feuille in feuilles:
            assert feuille.cells.height == LIGNES_PARTICULIERES.get(nom, 41), nom


def to_float(texte: str) -> float:
    return float(texte.removesuffix("h").replace("\u00a0", "").replace(",", "."))


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="dossier ../shared/exports_a_plat absent")
def test_memes_heures_dans_chaque_export_a_plat() -> None:
    """La somme des heures, faite ici, retrouve celle d'EXPECTED.json."""
    attendus = json.loads((EXPORTS / "EXPECTED.json").read_text("utf-8"))["files"]
    noms = [n for n, a in attendus.items() if a["outcome"] == "same" and a["rows"] == 40]
    noms = [n for n in noms if not any(m in n for m in ("dup", "total", "missing"))]
    fichiers = [(nom, (EXPORTS / nom).read_bytes()) for nom in noms]
    for nom, feuilles in read_files(fichiers, VOCABULAIRE):
        grille = feuilles[0].cells
        entete = next(r for r in grille.rows() if "Heures réalisées" in r)
        colonne = f"c{entete.index('Heures réalisées') - 1}"
        textes = grille.filter(pl.col("ligne") > entete[0])[colonne].to_list()
        heures = [to_float(t) for t in textes]
        assert (len(heures), sum(heures)) == (40, 3803.75), nom
    assert len(noms) >= 18


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="dossier ../shared/exports_a_plat absent")
def test_particularites_des_exports_a_plat() -> None:
    lus = {nom: read_file(nom, (EXPORTS / nom).read_bytes(), VOCABULAIRE)[0]
           for nom in (p.name for p in samples()) if nom != "csv_mojibake.csv"}  # fmt: skip
    assert len(lus["x_hours_formulas_nocache.xlsx"].empty_formulas) == 40
    assert lus["x_total_formula.xlsx"].empty_formulas == ((42, 16),)
    assert lus["x_error_cells.xlsx"].error_cells == ((2, 16), (3, 16))
    assert lus["csv_nul_bytes.csv"].damaged_lines == (3,)
    assert lus["x_merged_title.xlsx"].cells["ligne"].to_list()[:2] == [1, 4]
    assert lus["x_1904.xlsx"].cells.equals(lus["x_base.xlsx"].cells)
    assert lus["x_two_level_header.xlsx"].merges[0] == (1, 0, 1, 4)
    assert "masquées par un filtre" in lus["x_filtered_hidden_rows.xlsx"].warnings[0]
    sans_siret = lus["x_siret_float.xlsx"].cells.drop("c4", "c10")
    assert sans_siret.equals(lus["x_base.xlsx"].cells.drop("c4", "c10"))
    assert lus["x_siret_float.xlsx"].cells["c4"][1] == "35600000000048"
