"""Les plans d'exemple comparés à l'oracle, et ce qu'ils doivent donner à voir."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import queries
from data.exemples import files
from queries.__main__ import main
from tests.oracles.financement import OracleFinancement

ANNEES = (2024, 2025, 2026)
PAR_MAILLE = {
    "departement": ("financement_departement", "perimetre"),
    "structure": ("financement_par_structure", "structure"),
    "epci": ("financement_par_epci", "epci"),
}


@pytest.fixture(scope="module")
def oracle() -> OracleFinancement:
    return OracleFinancement(files())


@pytest.mark.parametrize("annee", ANNEES)
@pytest.mark.parametrize("maille", PAR_MAILLE)
def test_amounts_to_the_cent(magasin_exemples, oracle, annee, maille):
    name, key = PAR_MAILLE[maille]
    frame = queries.run(name, magasin_exemples, annee=annee)
    found = {row[:2]: row[2] for row in frame.select(key, "financeur", "montant_eur").rows()}
    assert found == oracle.montants(annee, maille)
    sums = frame.group_by(key).agg(pl.col("part_pct").sum())
    assert sums["part_pct"].to_list() == pytest.approx([100] * sums.height, abs=1e-4)


@pytest.mark.parametrize("annee", ANNEES)
def test_rules_to_the_hundredth_of_a_point(magasin_exemples, oracle, annee):
    frame = queries.run("regles_financement", magasin_exemples, annee=annee)
    found = {
        (row["regle"], row["perimetre"]): (
            None if row["constat_pct"] is None else Decimal(str(row["constat_pct"])),
            row["respect"],
        )
        for row in frame.rows(named=True)
    }
    assert found == oracle.regles(annee)


def test_the_examples_show_breaches_unknowns_and_a_shared_post(magasin_exemples):
    frame = queries.run("regles_financement", magasin_exemples, periode="convention")
    broken = {row[:2] for row in frame.filter(respect="non").select("regle", "perimetre").rows()}
    assert {("etat_max", "ITV"), ("epci_min", "248400251")} <= broken
    assert frame.filter(respect="inconnu").height
    shares = queries.run("financement_par_epci", magasin_exemples)
    assert shares["est_partage"].any() and (shares["financeur"] == "non_renseigne").any()


def test_the_printed_table_is_among_the_examples(magasin_exemples):
    frame = queries.run("cle_repartition", magasin_exemples, annee=2023, structure="CIE84")
    assert frame["part_imprimee_pct"].to_list() == [57, 21, 13, 11]


def test_the_key_reads_at_the_terminal(magasin_exemples: Path, monkeypatch, capsys):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    assert main(["cle_repartition", "annee=2023", "structure=CIE84"]) == 0
    out = capsys.readouterr().out
    assert "55,7" in out and "46,84" in out and "57" in out
    assert main(["simulation_financement", "taux_etat_pct=70", "--format", "json"]) == 0
    assert main(["financement_par_epci"]) == 0
    assert "38\N{NARROW NO-BREAK SPACE}640,00" in capsys.readouterr().out
