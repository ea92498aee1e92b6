"""Chaque indicateur comparé à l'oracle : les mêmes exports relus et recomptés en Python pur."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import queries
from data.exemples import files
from tests.oracles.indicateurs import REFERENTIELS, Oracle, Portee
from tests.oracles.personnes import reference

Filtres = dict[str, str]
ANNEES = ("2022", "2023", "2024", "2025", "2026")
STRUCTURES = ("CIE84", "ITV", "MLJGA")
AXES = ("travaux", "acheteur", "residence", "structure")
EPCI = tuple(row["siren"] for row in reference("ref_epci"))
COVE, GRAND_AVIGNON, SORGUES, COTELUB = "248400053", "248400251", "248400293", "248400285"
PERIODES = (
    "tout", *ANNEES, "2023-S1", "2023-S2", "2024-T1", "2024-T2", "2024-T3", "2024-T4", "2026-T3",
    "convention",
)  # fmt: skip
CHIFFRES = (
    "heures_realisees", "beneficiaires", "entreprises", "marches_en_cours",
    "donneurs_ordre_accompagnes", "sorties_positives",
)  # fmt: skip
COMPTES = ("positives", "connues", "inconnues", "hors_champ", "non_mures")
PEU = settings(max_examples=5, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(files())


def portee(filtres: Filtres) -> Portee:
    """Traduit les filtres d'une question pour l'oracle."""
    chosen = {name: filtres[name] for name in ("structure", "epci", "axe") if name in filtres}
    periode = filtres.get("periode", "tout")
    if periode == "tout":
        return Portee(**chosen)
    if periode == "convention":
        return Portee(date(2025, 1, 1), date(2027, 12, 31), **chosen)
    year, length = int(periode[:4]), {"S": 6, "T": 3}.get(periode[5:6], 12)
    last = length * int(periode[6:] or 1)
    end = date(year, last, monthrange(year, last)[1])
    return Portee(date(year, last - length + 1, 1), end, **chosen)


def table(store: Path, name: str, key: str, value: str, filtres: Filtres) -> dict[str, float]:
    return dict(queries.run(name, store=store, **filtres).select(key, value).iter_rows())


def close(expected: dict[str, float]) -> object:
    """Les heures se saisissent au centième : l'écart admis est celui des flottants."""
    return pytest.approx(expected, rel=0, abs=0.001)


def par_territoire(annee: str, *places: str, axes: tuple[str, ...] = AXES) -> list[Filtres]:
    return [{"periode": annee, "epci": epci, "axe": axe} for epci in places for axe in axes]


PAR_PERIODE = [{"periode": periode} for periode in PERIODES]
PAR_ANNEE = [{"periode": periode} for periode in ("tout", *ANNEES)]
PAR_STRUCTURE = [
    {"periode": annee, "structure": structure} for structure in STRUCTURES for annee in ANNEES
]
STRUCTURES_SEULES = [{"structure": structure} for structure in STRUCTURES]


def named(filtres: Filtres) -> str:
    return " ".join(filtres.values())


@pytest.mark.parametrize(
    "filtres",
    PAR_PERIODE
    + PAR_STRUCTURE
    + par_territoire("2023", COVE, SORGUES)
    + par_territoire("2025", GRAND_AVIGNON, COTELUB, axes=AXES[:2]),
    ids=named,
)
def test_chiffres_cles(magasin_exemples: Path, oracle: Oracle, filtres: Filtres) -> None:
    found = table(magasin_exemples, "chiffres_cles", "indicateur", "valeur", filtres)
    assert tuple(found) == CHIFFRES
    assert found == close(oracle.chiffres_cles(portee(filtres)))


def test_trois_chiffres_de_2023(oracle: Oracle) -> None:
    """Le repère publié, recompté des seuls fichiers bruts."""
    chiffres = oracle.chiffres_cles(portee({"periode": "2023"}))
    assert [chiffres[name] for name in CHIFFRES[:3]] == [126_550, 566, 252]


@pytest.mark.parametrize(
    "filtres",
    [{}, {"periode": "2023"}, *STRUCTURES_SEULES]
    + [{"epci": COVE, "axe": axe} for axe in AXES]
    + [{"epci": GRAND_AVIGNON, "axe": "travaux", "structure": "CIE84"}],
    ids=named,
)
def test_heures_par_mois(magasin_exemples: Path, oracle: Oracle, filtres: Filtres) -> None:
    name, value = "heures_realisees_par_mois", "heures_realisees"
    found = table(magasin_exemples, name, "mois", value, filtres)
    kept = {month: hours for month, hours in found.items() if hours}
    assert kept == close(oracle.heures_par_mois(portee(filtres)))


@pytest.mark.parametrize("annee", ["tout", *ANNEES])
def test_heures_par_structure(magasin_exemples: Path, oracle: Oracle, annee: str) -> None:
    asked = {"periode": annee}
    found = table(magasin_exemples, "heures_par_structure", "structure", "heures_realisees", asked)
    expected = {
        one: oracle.heures_realisees(portee({**asked, "structure": one})) for one in STRUCTURES
    }
    assert found == close(expected)


@pytest.mark.parametrize("axe", AXES[:3])
@pytest.mark.parametrize("annee", ["2023", "2025"])
def test_tous_les_epci(magasin_exemples: Path, oracle: Oracle, axe: str, annee: str) -> None:
    asked = {"periode": annee, "axe": axe}
    scopes = {epci: portee({**asked, "epci": epci}) for epci in EPCI}
    hours = table(magasin_exemples, "heures_par_epci", "epci", "heures_realisees", asked)
    people = table(magasin_exemples, "beneficiaires_par_epci", "epci", "beneficiaires", asked)
    assert {epci: hours.get(epci, 0) for epci in EPCI} == close(
        {epci: oracle.heures_realisees(scope) for epci, scope in scopes.items()}
    )
    assert {epci: people.get(epci, 0) for epci in EPCI} == {
        epci: len(oracle.beneficiaires(scope)) for epci, scope in scopes.items()
    }


@pytest.mark.parametrize(
    "filtres",
    PAR_ANNEE
    + STRUCTURES_SEULES
    + PAR_STRUCTURE[1::5]
    + par_territoire("2025", COVE)
    + [{"periode": "2024-T3"}, {"periode": "2022", "epci": GRAND_AVIGNON, "axe": "residence"}],
    ids=named,
)
def test_beneficiaires_par_categorie(
    magasin_exemples: Path, oracle: Oracle, filtres: Filtres
) -> None:
    found = table(
        magasin_exemples, "beneficiaires_par_categorie", "categorie", "beneficiaires", filtres
    )
    expected = oracle.par_categorie(portee(filtres))
    assert len(found) == 12
    assert found == {name: expected[name] for name in found}


@pytest.mark.parametrize(
    "filtres",
    PAR_ANNEE
    + STRUCTURES_SEULES
    + PAR_STRUCTURE[2::5]
    + par_territoire("2025", COVE, SORGUES, COTELUB, axes=AXES[:2])
    + par_territoire("2024", COVE, axes=AXES[2:])
    + [{"periode": "2026-T3"}, {"periode": "2026-T4"}],
    ids=named,
)
def test_sorties_a_six_mois(magasin_exemples: Path, oracle: Oracle, filtres: Filtres) -> None:
    frame = queries.run("sorties_a_six_mois", store=magasin_exemples, **filtres)
    assert tuple(frame["referentiel"]) == REFERENTIELS
    for row in frame.iter_rows(named=True):
        bilan = oracle.bilan(portee(filtres), row["referentiel"])
        counts = {name: getattr(bilan, name) for name in COMPTES}
        assert {name: row[name] for name in COMPTES} == counts
        # Arrondis au dixième : l'écart admis est d'un demi-dixième.
        for name, rate in bilan.taux.items():
            assert row[name] == (None if rate is None else pytest.approx(rate, rel=0, abs=0.0501))


@pytest.mark.parametrize("referentiel", REFERENTIELS)
@pytest.mark.parametrize("periode", ["tout", "2023", "2025"])
def test_types_sorties_positives(
    magasin_exemples: Path, oracle: Oracle, referentiel: str, periode: str
) -> None:
    filtres = {"periode": periode}
    frame = queries.run(
        "types_sorties_positives", store=magasin_exemples, referentiel=referentiel, **filtres
    )
    expected = oracle.types_positifs(portee(filtres), referentiel)
    assert dict(frame.select("type_sortie", "sorties").iter_rows()) == expected
    assert round(sum(frame["part_pct"]), 6) == 100
    for name, share in frame.select("type_sortie", "part_pct").iter_rows():
        assert share == pytest.approx(100 * expected[name] / expected.total(), rel=0, abs=0.1)


# Propriétés, pour toute période et tout filtre

PERIODE = st.sampled_from(PERIODES)
LIEU = st.fixed_dictionaries({"epci": st.sampled_from(EPCI), "axe": st.sampled_from(AXES)})


@PEU
@given(periode=PERIODE)
def test_structures_et_departement(magasin_exemples: Path, periode: str) -> None:
    """Les heures s'additionnent ; une personne de deux structures ne compte qu'une fois."""
    asked = {"periode": periode}
    by_structure = table(
        magasin_exemples, "heures_par_structure", "structure", "heures_realisees", asked
    )
    people = table(
        magasin_exemples, "beneficiaires_par_structure", "structure", "beneficiaires", asked
    )
    whole = table(magasin_exemples, "chiffres_cles", "indicateur", "valeur", asked)
    assert sum(by_structure.values()) == pytest.approx(whole["heures_realisees"], abs=0.001)
    assert max(people.values()) <= whole["beneficiaires"] <= sum(people.values())


@PEU
@given(periode=PERIODE, lieu=LIEU)
def test_bornes_du_taux(magasin_exemples: Path, periode: str, lieu: Filtres) -> None:
    """Le taux est entre ses bornes, sur toutes les lignes où il existe."""
    frame = queries.run("sorties_a_six_mois", store=magasin_exemples, periode=periode, **lieu)
    for row in frame.iter_rows(named=True):
        if row["taux_pct"] is not None:
            assert row["borne_basse_pct"] <= row["taux_pct"] <= row["borne_haute_pct"]
        assert (row["taux_pct"] is None) == (row["connues"] == 0)
        assert row["positives"] <= row["connues"]


@PEU
@given(periode=PERIODE, lieu=LIEU, referentiel=st.sampled_from(REFERENTIELS))
def test_parts_des_types(
    magasin_exemples: Path, periode: str, lieu: Filtres, referentiel: str
) -> None:
    frame = queries.run(
        "types_sorties_positives",
        store=magasin_exemples,
        periode=periode,
        referentiel=referentiel,
        **lieu,
    )
    if frame.height:
        assert round(sum(frame["part_pct"]), 6) == 100
