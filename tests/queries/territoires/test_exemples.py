"""Les territoires des exports d'exemple, comparés à l'oracle et à eux-mêmes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import queries
from data.exemples import files
from tests.oracles.personnes import reference
from tests.oracles.territoires import Lieu, OracleTerritoires, median_of, ranks

AXES = ("travaux", "acheteur", "residence")
EPCI = {row["siren"]: row for row in reference("ref_epci")}
COMMUNES = {row["code_insee"]: row for row in reference("ref_commune")}
GRAND_AVIGNON, COVE = "248400251", "248400053"
PERIODES = {
    "2023": (date(2023, 1, 1), date(2023, 12, 31)),
    "2026-T3": (date(2026, 7, 1), date(2026, 9, 30)),
    "tout": (date.min, date.max),
}
CAS = [*(("2023", axe) for axe in AXES), ("tout", "travaux")]
CHIFFRES = (
    "heures_realisees", "beneficiaires", "entreprises", "marches_en_cours",
    "donneurs_ordre_accompagnes", "sorties_positives",
)  # fmt: skip
SAINT_CHAMAND, MONCLAR = "QN08404I", "QN08402M"


@pytest.fixture(scope="module")
def oracle() -> OracleTerritoires:
    return OracleTerritoires(files())


def lieu(periode: str, **chosen: str) -> Lieu:
    return Lieu(*PERIODES[periode], **chosen)


def by_place(store: Path, name: str, key: str, value: str, **asked: str) -> dict[str, dict]:
    """Rend indicateur -> {territoire: valeur}."""
    found: dict[str, dict] = {}
    for place, indicateur, one in (
        queries.run(name, store, **asked).select(key, "indicateur", value).iter_rows()
    ):
        found.setdefault(indicateur, {})[place] = one
    return found


def close(expected: float | None, tolerance: float = 0.0051) -> object:
    return expected if expected is None else pytest.approx(expected, rel=0, abs=tolerance)


@pytest.mark.parametrize(("periode", "axe"), CAS)
def test_chaque_epci_a_ses_chiffres(magasin_exemples, oracle, periode, axe):
    found = by_place(
        magasin_exemples, "territoires_comparables", "epci", "valeur", periode=periode, axe=axe
    )
    for epci in EPCI:
        expected = oracle.chiffres_cles(lieu(periode, epci=epci, axe=axe))
        assert {name: found[name][epci] for name in CHIFFRES} == pytest.approx(expected, abs=0.001)
        rate = oracle.bilan(lieu(periode, epci=epci, axe=axe), "convention").taux["taux_pct"]
        assert found["taux_sorties_positives"][epci] == close(rate, 0.0501)


@pytest.mark.parametrize(("periode", "axe"), CAS)
def test_les_heures_de_chaque_lieu(magasin_exemples, oracle, periode, axe):
    """Communes, part hors du Vaucluse et valeurs par habitant, d'une seule lecture des lignes."""
    places = oracle.heures_par_lieu(lieu(periode, axe=axe))
    communes, outside, inside = Counter(), Counter(), Counter()
    for (epci, commune), hours in places.items():
        communes[commune] += hours
        is_outside = commune in COMMUNES and COMMUNES[commune]["est_dans_84"] == "non"
        (outside if is_outside else inside)[epci] += hours
    asked = {"periode": periode, "axe": axe}
    name, key = "territoires_comparables", "epci"
    hors = by_place(magasin_exemples, name, key, "dont_hors_84", **asked)["heures_realisees"]
    rate = by_place(magasin_exemples, name, key, "pour_1000_habitants", **asked)
    for epci, row in EPCI.items():
        assert hors[epci] == close(outside[epci])
        expected = 1000 * inside[epci] / int(row["population_84"])
        assert rate["heures_realisees"][epci] == close(expected)
    name, key = "communes_comparables", "commune"
    found = by_place(magasin_exemples, name, key, "valeur", **asked)["heures_realisees"]
    rate = by_place(magasin_exemples, name, key, "pour_1000_habitants", **asked)
    for commune, hours in found.items():
        assert hours == close(communes[commune])
        expected = 1000 * hours / int(COMMUNES[commune]["population"])
        assert rate["heures_realisees"][commune] == close(expected)
    assert {one for one in COMMUNES if COMMUNES[one]["est_dans_84"] == "oui"} <= set(found)
    assert len(found) == 151 + 25


@pytest.mark.parametrize("axe", AXES)
def test_rangs_medianes_et_ecarts(magasin_exemples, axe):
    frame = queries.run("territoires_comparables", magasin_exemples, periode="2025", axe=axe)
    for (_,), rows in frame.group_by("indicateur"):
        by_epci = {row["epci"]: row for row in rows.iter_rows(named=True)}
        values = {epci: row["valeur"] for epci, row in by_epci.items()}
        assert {epci: row["rang"] for epci, row in by_epci.items()} == ranks(values)
        for epci, row in by_epci.items():
            assert row["mediane"] == close(median_of(epci, values))
        if "%" in rows["unite"]:
            check_points(by_epci, values)
        else:
            check_per_inhabitant(by_epci)


def check_points(by_epci: dict[str, dict], values: dict[str, float | None]) -> None:
    """Un taux s'écarte en points, et n'a rien par habitant."""
    for epci, row in by_epci.items():
        assert row["pour_1000_habitants"] is row["rang_pour_1000"] is None
        if row["valeur"] is not None:
            assert row["ecart_departement"] == close(row["valeur"] - row["departement"])
            assert row["ecart_mediane"] == close(row["valeur"] - median_of(epci, values))


def check_per_inhabitant(by_epci: dict[str, dict]) -> None:
    """Le reste se compare pour 1 000 habitants, sans arrondir avant la fin."""
    exact = {
        epci: 1000 * (row["valeur"] - row["dont_hors_84"]) / row["population"]
        for epci, row in by_epci.items()
    }
    for epci, row in by_epci.items():
        assert row["rang_pour_1000"] == ranks(exact)[epci]
        assert row["ecart_departement"] == close(exact[epci] - row["departement_pour_1000"], 0.0101)
        assert row["ecart_mediane"] == close(exact[epci] - median_of(epci, exact))


@pytest.mark.parametrize(("periode", "axe"), CAS)
def test_la_somme_des_epci(magasin_exemples, oracle, periode, axe):
    whole = oracle.chiffres_cles(lieu(periode, axe=axe))
    frame = queries.run("somme_epci", magasin_exemples, periode=periode, axe=axe)
    rows = {row["indicateur"]: row for row in frame.iter_rows(named=True)}
    rate = rows.pop("taux_sorties_positives")
    assert rate["somme_epci"] is rate["ecart"] is None and not rate["est_additif"]
    for name, row in rows.items():
        assert row["departement"] == close(whole[name])
        parts = row["somme_epci"] + row["hors_epci"] + row["inconnu"]
        assert row["ecart"] == close(parts - row["departement"]) and row["ecart"] >= 0
        assert (row["pourquoi"] is None) == row["est_additif"]
        assert row["ecart"] == 0 or not row["est_additif"]
    additive = {name for name, row in rows.items() if row["est_additif"]}
    assert additive - {"marches_en_cours"} == {"heures_realisees"}
    assert ("marches_en_cours" in additive) == (axe != "residence")


@pytest.mark.parametrize(
    "asked",
    [
        {"epci": GRAND_AVIGNON},
        {"epci": COVE, "structure": "CIE84"},
        {"commune": "84007"},
        {"commune": "30351", "axe": "residence"},
        {"bassin": "CLPE84001"},
        {"qpv": SAINT_CHAMAND},
        {"qpv": MONCLAR, "axe": "residence"},
        {"structure": "ITV"},
        {"epci": COVE, "axe": "structure"},
        {},
    ],
    ids=lambda asked: " ".join(asked.values()) or "tout",
)
def test_le_portrait_dit_les_chiffres_cles(magasin_exemples, asked):
    frames = queries.run_many(
        ["portrait", "chiffres_cles", "sorties_a_six_mois"],
        magasin_exemples,
        periode="2025",
        **asked,
    )
    rows = {row["indicateur"]: row for row in frames["portrait"].iter_rows(named=True)}
    key = dict(frames["chiffres_cles"].select("indicateur", "valeur").iter_rows())
    assert {name: rows[name]["valeur"] for name in CHIFFRES} == key
    assert rows["taux_sorties_positives"]["valeur"] == frames["sorties_a_six_mois"]["taux_pct"][0]
    is_ranked = asked.get("axe") != "structure" and {"epci", "commune"} & set(asked)
    assert all((row["rang"] is not None) == bool(is_ranked) for row in rows.values())
    if is_ranked:
        key = "commune" if "commune" in asked else "epci"
        name = {"commune": "communes_comparables", "epci": "territoires_comparables"}[key]
        frame = queries.run(name, magasin_exemples, periode="2025", **asked)
        same = frame.filter(frame[key] == asked[key])
        shared = ["valeur", "rang", "rang_pour_1000", "ecart_departement", "mediane", "departement"]
        assert frames["portrait"].select(shared).equals(same.select(shared))


@pytest.mark.parametrize("axe", ["travaux", "residence"])
@pytest.mark.parametrize("qpv", [SAINT_CHAMAND, MONCLAR])
def test_un_quartier(magasin_exemples, oracle, qpv, axe):
    frame = queries.run("chiffres_cles", magasin_exemples, periode="2023", qpv=qpv, axe=axe)
    found = dict(frame.select("indicateur", "valeur").iter_rows())
    scope = lieu("2023", qpv=qpv, axe=axe)
    assert found["heures_realisees"] == close(oracle.heures_realisees(scope))
    assert found["heures_realisees"] > 0
    assert found["beneficiaires"] == len(oracle.beneficiaires(scope))
    assert found["sorties_positives"] == oracle.bilan(scope, "convention").positives


@pytest.mark.parametrize("periode", ["2024-T4", "2026-T3"])
def test_les_retards(magasin_exemples, oracle, periode):
    fin = date(2024, 12, 31) if periode == "2024-T4" else date(2026, 9, 30)
    expected = {lot: one for lot, one in oracle.calendriers(fin).items() if one.ecart < -0.005}
    frame = queries.run("marches_en_retard", magasin_exemples, periode=periode)
    assert frame.height == len(expected) > 20
    late = Counter()
    for one in expected.values():
        late[round(one.ecart, 1), round(one.ecart_au_mieux, 1)] += 1
    found = Counter(
        (round(row["ecart_heures"], 1), round(row["ecart_au_mieux"], 1))
        for row in frame.iter_rows(named=True)
    )
    # Au dixième près, une demi-unité peut tomber de chaque côté.
    assert sum((late - found).values()) <= 0.1 * frame.height
    assert sum(frame["est_sur"]) == sum(one.ecart_au_mieux < -0.005 for one in expected.values())


def test_le_comite_technique(magasin_exemples, oracle):
    frame = queries.run("comite_technique", magasin_exemples, epci=GRAND_AVIGNON)
    found = dict(frame.select("indicateur", "valeur").iter_rows())
    assert set(frame["trimestre"]) == {"2026-T3"}
    scope = lieu("2026-T3", epci=GRAND_AVIGNON)
    assert found["heures_realisees"] == close(oracle.heures_realisees(scope))
    assert found["beneficiaires"] == len(oracle.beneficiaires(scope))
    assert found["six_mois_sans_situation"] == len(oracle.sans_situation(scope))
    everywhere = queries.run("comite_technique", magasin_exemples)
    count = dict(everywhere.select("indicateur", "valeur").iter_rows())
    assert count["six_mois_sans_situation"] == len(oracle.sans_situation(lieu("2026-T3"))) > 0
    late = queries.run("marches_en_retard", magasin_exemples)
    assert count["marches_en_retard"] == late.height
    assert count["retards_surs"] == sum(late["est_sur"])
    ending = queries.run("marches_se_terminant", magasin_exemples, periode="2026-T3")
    assert count["marches_se_terminant"] == ending.height


@pytest.mark.parametrize("structure", ["CIE84", "ITV", "MLJGA"])
def test_la_liste_est_celle_de_sa_structure(magasin_exemples, oracle, structure):
    frame = queries.run("six_mois_a_relancer", magasin_exemples, structure=structure)
    expected = oracle.sans_situation(lieu("2026-T3", structure=structure))
    numbers = set(frame["numero_participant"])
    people = {
        oracle.personne(row)
        for row in oracle.contrats
        if row["structure"] == structure and row["nparticipant"] in numbers
    }
    assert people == expected and set(frame["structure"]) <= {structure}
    counts = queries.run("six_mois_par_structure", magasin_exemples, structure=structure)
    assert counts["personnes"].to_list() == [len(expected)]
