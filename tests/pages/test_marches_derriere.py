"""Des barres aux marchés : le nombre listé est recompté des lignes brutes, le lien y mène."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs

import pytest

import queries
from data.exemples import files
from pages.marches import listing
from pages.shared.words.labels import to_export
from tests.oracles.indicateurs import ATTRIBUTAIRES, Oracle
from tests.oracles.lecture import Row, plain, to_code
from tests.pages.test_annexe2 import engaged, market
from tests.queries.annexe2.test_exemples import codes, year
from tests.support import queries_store as essai
from tests.support.page import HOSTILE, raw, run_page, text
from tests.support.parties import views_of

ANNEE = 2023
Lot = tuple[str, ...]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(files())


def listed(store: Path, group: str, column: str, **filtres: object) -> dict[str, int]:
    """Ce que montre la liste des marchés pour chaque valeur d'un choix."""
    every = listing.with_marks(queries.run("marches_liste", store, annee=ANNEE, **filtres))
    kept = listing.keep_group(every, group)
    asked = [one for one in listing.choices(kept) if one.startswith(f"{column}:")]
    return {
        one.partition(":")[2].removeprefix("nom|"): listing.keep_choice(kept, one).height
        for one in asked
    }


def worked_lots(oracle: Oracle) -> set[Lot]:
    """Les marchés qui ont des heures dans l'année."""
    totals: Counter[Lot] = Counter()
    for row in oracle.heures_de(year(ANNEE)):
        totals[row["lot"]] += row["heures"]
    return {lot for lot, hours in totals.items() if round(hours, 2) and lot in oracle.marches}


def counted(pairs: Iterable[tuple[Lot, str]]) -> dict[str, int]:
    """Combien de marchés différents pour chaque code."""
    return dict(Counter(code for _, code in set(pairs) if code))


def attributions(oracle: Oracle) -> list[tuple[Lot, str]]:
    """Marché en cours et SIREN de chacun de ses attributaires."""
    running = oracle.marches_en_cours(year(ANNEE))
    return [
        (row["lot"], to_code(row["siret"], 14)[:9])
        for row in oracle.engagements
        if plain(row["role"]) in ATTRIBUTAIRES and row["lot"] in running
    ]


@pytest.mark.parametrize("column", ["epci", "donneur_ordre", "structure"])
def test_marches_derriere_les_heures(magasin_exemples, oracle, column):
    def code(lot: Lot) -> str:
        row = oracle.marches[lot]
        return {
            "epci": oracle._epci_ligne(row, "travaux"),
            "donneur_ordre": oracle.donneur_ordre(row["maitredouvrage"], row["siretmo"]),
            "structure": row["structure"],
        }[column]

    expected = counted((lot, code(lot)) for lot in worked_lots(oracle))
    found = listed(magasin_exemples, "avec_heures", column)
    assert found == expected and len(found) > 2
    charts = {"epci": "heures_par_epci", "donneur_ordre": "heures_par_donneur_ordre"}
    if column in charts:
        bars = queries.run(charts[column], magasin_exemples, annee=ANNEE)[column]
        assert set(found) <= {one.removeprefix("nom|") for one in bars}


def test_marches_derriere_les_heures_prevues_par_structure(magasin_exemples, oracle):
    running = oracle.marches_en_cours(year(ANNEE))
    expected = counted((lot, row["structure"]) for lot, row in running.items())
    assert listed(magasin_exemples, "en_cours", "structure") == expected
    chart = queries.run("heures_prevues_et_realisees", magasin_exemples, annee=ANNEE)
    totals = dict(chart.select("structure", "marches").iter_rows())
    assert totals == expected | {"total": len(running)}


def test_marches_derriere_les_secteurs_des_attributaires(magasin_exemples, oracle):
    divisions: dict[str, str] = {}
    for row in oracle.engagements:
        siren, naf = to_code(row["siret"], 14)[:9], str(row["codenaf"] or "")[:2]
        if naf:
            divisions[siren] = min(naf, divisions.get(siren, naf))
    pairs = ((lot, divisions.get(siren, "inconnu")) for lot, siren in attributions(oracle))
    assert listed(magasin_exemples, "en_cours", "divisions_naf") == counted(pairs)


def test_marches_derriere_les_types_des_attributaires(magasin_exemples, oracle):
    names, kinds = codes("type_entreprise"), defaultdict(set)
    for row in oracle.engagements:
        if plain(row["typedentreprise"]):
            kinds[to_code(row["siret"], 14)[:9]].add(names[plain(row["typedentreprise"])])
    for row in oracle.contrats:
        if plain(row["typedemployeur"]):
            kinds[to_code(row["siretemployeur"], 14)[:9]].add(names[plain(row["typedemployeur"])])

    def kind(siren: str) -> str:
        special = kinds[siren] - {"entreprise_classique", "autre"}
        return min(special or kinds[siren] or {"inconnu"})

    expected = counted((lot, kind(siren)) for lot, siren in attributions(oracle))
    assert listed(magasin_exemples, "en_cours", "types_entreprises") == expected


def test_marches_derriere_les_employeuses(magasin_exemples, oracle):
    contracts = {(row["structure"], plain(row["ncontrat"])): row for row in oracle.contrats}
    sirens = {plain(row["entreprise"]): row["siret"] for row in oracle.engagements}
    sirens |= {plain(row["employeur"]): row["siretemployeur"] for row in oracle.contrats}
    totals: dict[tuple[Lot, str], float] = defaultdict(float)
    for row in oracle.heures_de(year(ANNEE)):
        signed: Row = contracts.get((row["structure"], plain(row["ncontrat"])), row)
        siren = to_code(sirens[plain(signed["employeur"])], 14)[:9]
        totals[row["lot"], siren] += row["heures"]
    kept = (pair for pair, hours in totals.items() if round(hours, 6) > 0)
    expected = counted(pair for pair in kept if pair[0] in oracle.marches)
    assert listed(magasin_exemples, "avec_heures", "employeuses") == expected


def test_marches_derriere_les_types_d_acheteur(magasin_exemples):
    chart = queries.run("donneurs_ordre_accompagnes_par_type", magasin_exemples, annee=ANNEE)
    rows = chart.select("type_maitre_ouvrage", "marches_en_cours").iter_rows()
    expected = {code: count for code, count in rows if code != "total" and count}
    found = listed(magasin_exemples, "en_cours", "type_maitre_ouvrage")
    assert found == expected and len(found) > 2


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Trois marchés en cours, dont deux avec des heures ; un acheteur et une firme hostiles."""
    return essai.write(
        tmp_path_factory.mktemp("magasin"),
        marches=[market("M1"), market("M2"), market("M3", maitre_ouvrage=HOSTILE)],
        engagements=[
            engaged("M1", "Alpha", code_naf="4399C"),
            engaged("M1", "Béta", code_naf="8121Z", type_entreprise="ei"),
            engaged("M2", "Béta", code_naf="8121Z", type_entreprise="ei"),
            engaged("M3", HOSTILE, code_naf="4399C"),
        ],
        contrats=[essai.contrat("P1", "2023-01-02", "2023-06-30", employeur=HOSTILE)],
        heures=[
            essai.heures("P1", "2023-03", 100.0, numero_marche="M1", employeur=HOSTILE),
            essai.heures("P1", "2023-04", 60.0, numero_marche="M3", employeur=HOSTILE),
        ],
    )


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    return run_page


def links(test) -> dict[str, dict[str, str]]:
    """Les liens vers la liste des marchés : mots -> paramètres de l'adresse."""
    found = {}
    for one in test.get("page_link"):
        given = {name: kept[0] for name, kept in parse_qs(one.proto.query_string).items()}
        if one.proto.page == "marches" and "marches" in given:
            found[one.proto.label.replace("\u00a0", " ").replace("\u202f", " ")] = given
    return found


@pytest.mark.parametrize(
    ("page", "part", "choice", "label"),
    [
        ("heures", "qui", f"epci:{essai.COVE}", "Voir les 2 marchés derrière « CoVe »"),
        ("heures", "prevues", "structure:CIE84", "Voir les 3 marchés derrière « CIE 84 »"),
        ("entreprises", "types", "types_entreprises:ei", "Voir les 2 marchés derrière « "),
        ("entreprises", "types", "divisions_naf:81", "Voir les 2 marchés derrière « "),
        ("activite", "entonnoir", "type_maitre_ouvrage:commune", "Voir les 3 marchés derrière « "),
        (
            "beneficiaires",
            "personnes",
            "nature_marche:travaux",
            "Voir les 2 marchés derrière « Travaux »",
        ),
    ],
)
def test_une_barre_mene_a_la_liste_restreinte(open_page, page, part, choice, label):
    asked = {"periode": "2023", "structure": "CIE84", "partie": part, "choix": choice}
    found = links(open_page(page, **asked))
    kept = [given for said, given in found.items() if said.startswith(label)]
    assert kept, list(found)
    assert kept[0]["choix"] == choice
    assert kept[0]["periode"] == "2023" and kept[0]["structure"] == "CIE84"
    seen = text(open_page("marches", **kept[0])).replace("\u00a0", " ")
    assert f"{label.split()[2]} marchés · " in seen


def test_sans_barre_pressee_chaque_barre_a_son_lien(open_page):
    found = links(open_page("entreprises", periode="2023", partie="types"))
    assert not any(one.startswith("Voir") for one in found)
    assert {given["choix"] for given in found.values()} >= {
        "types_entreprises:ei",
        "types_entreprises:entreprise_classique",
        "divisions_naf:81",
    }
    assert all(one.endswith((" marché", " marchés")) for one in found)


def test_un_nom_hostile_reste_du_texte(open_page):
    test = open_page("heures", periode="2023", partie="qui")
    hostile = [one for one in links(test) if "Mairie" in one or "img" in one]
    firms = open_page("entreprises", periode="2023", partie="part")
    assert hostile and "<img" not in raw(firms)
    # Un libellé de lien est du Markdown : chaque signe y est précédé d'une barre oblique inverse.
    assert not any(re.search(r"(?<!\\)[<!\[]", one) for one in [*hostile, *links(firms)])


def test_l_entonnoir_mene_a_tous_les_marches_en_cours(open_page):
    found = links(open_page("activite", periode="2023"))
    assert found["Voir les 3 marchés clausés en cours"] == {
        "periode": "2023",
        "marches": "en_cours",
    }


@pytest.mark.parametrize("axe", ["acheteur", "residence", "structure"])
def test_sur_un_autre_axe_le_territoire_ne_mene_pas_aux_marches(open_page, axe):
    test = open_page("heures", periode="2023", axe=axe, partie="qui")
    assert not any(given.get("choix", "").startswith("epci:") for given in links(test).values())
    assert "prenez le territoire" in text(test)


def test_aucun_lien_ne_mene_a_une_personne(open_page):
    for page in ("heures", "entreprises", "activite", "beneficiaires"):
        for view in views_of(page):
            seen = links(open_page(page, periode="2023", **view)).values()
            given = [one.get("choix", "") for one in seen]
            assert {one.partition(":")[0] for one in given if one} <= set(listing.DIMENSIONS)


def test_les_codes_du_choix_ne_sont_pas_dans_les_fichiers(open_page, store):
    codes = queries.describe("marches_liste").codes
    names = to_export(queries.run("marches_liste", store, periode="2023"), codes).columns
    assert not {"SIREN", "Divisions NAF des attributaires", "Employeuses"} & set(names)
    assert "Entreprises" in names
