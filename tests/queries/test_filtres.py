"""Les filtres, la ligne de commande, le magasin : ce qui est admis et ce qui est refusé."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import queries
from queries.__main__ import main
from queries.periodes import parse_period
from tests.support.queries_store import COVE, contrat, heures, marche, write

PERIODES = {
    "2023": ("2023-01-01", "2023-12-31"),
    "2024-S1": ("2024-01-01", "2024-06-30"),
    "2024-s2": ("2024-07-01", "2024-12-31"),
    "2024-T1": ("2024-01-01", "2024-03-31"),
    "2023-T2": ("2023-04-01", "2023-06-30"),
    "2023-T3": ("2023-07-01", "2023-09-30"),
    "2023-T4": ("2023-10-01", "2023-12-31"),
    "convention": ("2025-01-01", "2027-12-31"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return write(
        tmp_path_factory.mktemp("magasin"),
        marches=[marche(maitre_ouvrage="=1+1", siret_maitre_ouvrage=None)],
        contrats=[contrat("p", "2023-01-02", "2023-03-31")],
        heures=[heures("p", "2023-01", 1234.5), heures("p", "2023-02", -0.5)],
    )


@pytest.mark.parametrize("text", PERIODES)
def test_a_period_has_its_bounds(text):
    period = parse_period(text)
    assert (period.debut.isoformat(), period.fin.isoformat()) == PERIODES[text]


@pytest.mark.parametrize("text", ["23", "2023-S3", "2023-T5", "2023-S0", "2023-M1", "hier", "1799"])
def test_an_unknown_period_lists_what_is_admitted(store, text):
    with pytest.raises(queries.FiltreInvalide, match="semestre"):
        queries.run("chiffres_cles", store, periode=text)


@pytest.mark.parametrize(
    ("filtre", "said"),
    [
        ({"structure": "XYZ"}, "CIE84, ITV, MLJGA"),
        ({"bassin": "84"}, "CLPE84001"),
        ({"epci": "1"}, COVE),
        ({"axe": "lune"}, "travaux, acheteur, residence, structure"),
        ({"referentiel": "oecd"}, "convention, cove, iae"),
        ({"point_de_depart": "hier"}, "debut_premier_contrat"),
        ({"formation_positive": "peut-être"}, "oui"),
        ({"diviseur_etp": "0"}, "1607"),
        ({"diviseur_etp": "-5"}, "1607"),
        ({"diviseur_etp": "nan"}, "1607"),
        ({"inconnu": "x"}, "periode, annee"),
        ({"annee": 2023, "periode": "2023"}, "pas les deux"),
        ({"structure": "' or 1=1 --"}, "n'existe pas"),
    ],
)
def test_an_unknown_filter_is_refused_in_words(store, filtre, said):
    with pytest.raises(queries.FiltreInvalide, match=said):
        queries.run("chiffres_cles", store, **filtre)


def test_none_and_blank_do_not_filter(store):
    plain = queries.run("chiffres_cles", store)
    blank = queries.run("chiffres_cles", store, structure=None, epci="", annee=None)
    assert plain.equals(blank)


def test_an_unknown_indicator_is_refused(store):
    with pytest.raises(queries.IndicateurInconnu):
        queries.run("../filtre", store)


def test_an_empty_store_says_what_to_do(tmp_path):
    with pytest.raises(queries.MagasinVide, match="python -m data exemples"):
        queries.run("chiffres_cles", tmp_path)


def test_a_generation_can_be_named(tmp_path):
    write(tmp_path, heures=[heures("p", "2023-01", 1)])
    write(tmp_path, heures=[heures("p", "2023-01", 2)])
    for number, expected in ((None, 2.0), (1, 1.0), (2, 2.0)):
        frame = queries.run("heures_realisees_par_mois", tmp_path, number)
        assert frame["heures_realisees"].to_list() == [expected]
    with pytest.raises(queries.MagasinVide, match="3"):
        queries.run("heures_realisees_par_mois", tmp_path, 3)


@pytest.fixture
def shell(store, monkeypatch, capsys):
    """Rend (code, sortie, erreur) d'une commande."""
    monkeypatch.setenv("CLAUSES_STORE", str(store))

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_list_names_every_indicator(shell):
    code, out, _ = shell()
    assert code == 0
    for name in queries.names():
        assert name in out and queries.describe(name).titre in out


def test_a_table_is_in_french(shell):
    code, out, _ = shell("heures_realisees_par_mois", "annee=2023")
    assert code == 0
    assert "1\N{NARROW NO-BREAK SPACE}234,5" in out and "inconnu" in out and "-0,5" in out
    assert queries.describe("heures_realisees_par_mois").definition in out


def test_json_is_a_list_of_objects(shell):
    code, out, _ = shell("completude", "structure=CIE84", "annee=2023", "--format", "json")
    (row,) = json.loads(out)
    assert code == 0 and row["structure"] == "CIE84"
    assert row["mois_recus"] == 2 and row["mois_attendus"] == 12
    assert row["date_extraction"] == "2026-09-30"


def test_options_may_come_before_the_filters(shell):
    code, out, _ = shell("chiffres_cles", "--format", "json", "annee=2023")
    found = {row["indicateur"]: row["valeur"] for row in json.loads(out)}
    assert code == 0 and found["heures_realisees"] == 1234.0


def test_csv_has_semicolons_and_inert_formulas(shell):
    code, out, _ = shell("heures_par_donneur_ordre", "--format", "csv")
    header, row = out.splitlines()
    assert code == 0 and header.startswith("donneur_ordre;nom;")
    assert ";'=1+1;" in row and ";1234,0;" in row


@pytest.mark.parametrize(
    "arguments",
    [
        ["inconnu"],
        ["chiffres_cles", "annee=2023", "--format", "xml"],
        ["chiffres_cles", "annee"],
        ["chiffres_cles", "annee=vingt"],
        ["chiffres_cles", "--inconnu"],
    ],
)
def test_an_error_is_one_sentence_and_status_1(shell, arguments):
    code, out, err = shell(*arguments)
    assert (code, out) == (1, "")
    assert len(err.strip().splitlines()) == 1 and "Traceback" not in err


def test_completeness_counts_finished_months(tmp_path):
    months = ["2023-11", "2023-12", "2024-02"]
    store = write(
        tmp_path,
        {"CIE84": date(2024, 3, 15), "ITV": date(2024, 1, 31)},
        heures=[*(heures("p", one, 1) for one in months), heures("p", "2024-01", 1, "ITV")],
    )
    frame = queries.run("completude", store, annee=2024)
    rows = {row["structure"]: row for row in frame.iter_rows(named=True)}
    # Mars n'est pas fini à la date des données : deux mois attendus de chacune.
    assert [rows[one]["mois_attendus"] for one in ("CIE84", "ITV", "MLJGA")] == [2, 2, 2]
    assert [rows[one]["mois_recus"] for one in ("CIE84", "ITV", "MLJGA")] == [1, 1, 0]
    assert rows["CIE84"]["mois_manquants"] == "2024-01"
    assert rows["CIE84"]["mois_provisoires"] == "2024-02"
    assert rows["MLJGA"]["mois_manquants"] == "2024-01, 2024-02"
    assert rows["CIE84"]["a_heures"] and not rows["MLJGA"]["a_heures"]
    everything = queries.run("completude", store)
    assert everything["mois_attendus"].to_list() == [4, 4, 4]
    future = queries.run("completude", store, annee=2030)
    assert future["mois_attendus"].to_list() == [0, 0, 0]


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """Un magasin où presque rien n'a été reçu."""
    return write(tmp_path_factory.mktemp("vide"), heures=[heures("p", "2023-01", 1)])


@pytest.mark.parametrize("name", queries.names())
def test_every_indicator_answers_whatever_the_filters(store, empty, name):
    narrow = {"annee": 2023, "epci": COVE, "axe": "residence", "structure": "ITV"}
    first, again = (queries.run(name, store) for _ in range(2))
    assert first.equals(again)
    for one, question in ((store, narrow), (empty, {}), (empty, narrow)):
        assert queries.run(name, one, **question).columns == first.columns
        assert not {pl.Int128, pl.Duration} & {kind.base_type() for kind in first.dtypes}
        # Seuls les euros, au centime, sont des décimaux.
        decimals = {one: kind for one, kind in first.schema.items() if kind.is_decimal()}
        assert all(one.endswith("_eur") for one in decimals)
        assert set(decimals.values()) <= {pl.Decimal(14, 2)}
