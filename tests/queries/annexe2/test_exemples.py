"""L'annexe 2 sur les exports d'exemple, recomptée en Python pur à partir des lignes brutes."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

import queries
from data.exemples import files
from tests.oracles.indicateurs import Oracle, Portee
from tests.oracles.lecture import Row, plain, to_code, to_day, to_number
from tests.oracles.personnes import reference
from tests.support.queries_store import values

ANNEES = (2023, 2025, 2026)
EXTRACTION = date(2026, 9, 30)


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(files())


def year(number: int) -> Portee:
    return Portee(date(number, 1, 1), date(number, 12, 31))


def lot_of(row: Row) -> tuple[str, ...]:
    return (str(row["structure"]), plain(row["nmarche"]), plain(row["nlot"]))


def codes(name: str) -> dict[str, str]:
    """Libellé ou alias comparable -> code, pour une liste de codes."""
    return {
        plain(word): row["code"]
        for row in reference("ref_code")
        if row["liste"] == name
        for word in (row["libelle"], row["code"], *row["alias"].split("|"))
    }


def found(store: Any, name: str, key: str, value: str, annee: int, **more: object) -> dict:
    rows = values(store, name, key, value, annee=annee, **more)
    return {code: number for code, number in rows.items() if number}


def programme(row: Row) -> str:
    text = plain(row["programme"]).replace("nprnu", "npnru").replace("prnqad", "pnrqad")
    return next((name for name in ("npnru", "pnrqad") if text.startswith(name)), "hors_programme")


@pytest.mark.parametrize("annee", ANNEES)
def test_marches_by_programme_and_year(magasin_exemples, oracle, annee):
    running = oracle.marches_en_cours(year(annee)).values()
    name, key = "marches_par_programme", "programme"
    assert found(magasin_exemples, name, key, "en_cours", annee) == Counter(map(programme, running))
    new = [row for row in running if to_day(row["datedenotification"]).year == annee]
    assert found(magasin_exemples, name, key, "nouveaux", annee) == Counter(map(programme, new))
    ever = [
        row for row in oracle.marches.values()
        if (day := to_day(row["datedenotification"])) and day <= date(annee, 12, 31)
        and plain(row["statut"]) not in ("enprevision", "infructueux")
    ]  # fmt: skip
    by_year = queries.run("marches_par_annee", magasin_exemples, annee=annee).to_dicts()
    assert [(row["notifies_cumules"], row["nouveaux"], row["en_cours"]) for row in by_year] == [
        (len(ever), len(new), len(running))
    ]


@pytest.mark.parametrize("annee", ANNEES)
def test_typology_by_hours(magasin_exemples, oracle, annee):
    natures = codes("nature_marche")
    expected: Counter[str] = Counter()
    for row in oracle.heures_de(year(annee)):
        marche = oracle.marches.get(lot_of(row))
        code = natures[plain(marche["naturedumarche"])] if marche else "inconnu"
        expected[code] += row["heures"]
    name, key = "marches_par_nature", "nature_marche"
    hours = found(magasin_exemples, name, key, "heures_realisees", annee)
    assert hours == pytest.approx(dict(expected))


def roles(oracle: Oracle, annee: int) -> dict[str, Counter[str]]:
    """Heures par SIREN de l'employeuse et de l'utilisatrice."""
    contracts = {(row["structure"], plain(row["ncontrat"])): row for row in oracle.contrats}
    sirens = {}
    for row in oracle.engagements:
        sirens[plain(row["entreprise"])] = to_code(row["siret"], 14)[:9]
    for row in oracle.contrats:
        sirens[plain(row["employeur"])] = to_code(row["siretemployeur"], 14)[:9]
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in oracle.heures_de(year(annee)):
        contract = contracts.get((row["structure"], plain(row["ncontrat"])), row)
        user = plain(contract.get("entrepriseutilisatrice") or row["entreprise"])
        totals["employeuse"][sirens[plain(contract["employeur"])]] += row["heures"]
        totals["utilisatrice"][sirens.get(user, user)] += row["heures"]
    return totals


@pytest.mark.parametrize("annee", ANNEES)
def test_companies_by_role(magasin_exemples, oracle, annee):
    totals = roles(oracle, annee)
    expected = {
        role: sum(round(number, 6) > 0 for number in hours.values())
        for role, hours in totals.items()
    }
    expected["attributaire"] = len(oracle.entreprises(year(annee)))
    rows = queries.run("entreprises_roles", magasin_exemples, annee=annee).to_dicts()
    assert {row["role"]: row["entreprises"] + row["sans_siren"] for row in rows} == expected
    top = max(totals["employeuse"].values())
    curve = queries.run("concentration_heures", magasin_exemples, annee=annee)
    assert curve["heures_realisees"][0] == pytest.approx(top)


@pytest.mark.parametrize("annee", ANNEES)
def test_buyers_contacted_and_collectivites(magasin_exemples, oracle, annee):
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in oracle.actions:
        day = to_day(row["date"])
        if day and day.year == annee:
            kinds[plain(row["naturedelaction"])].add(oracle.donneur_ordre(row["donneurdordre"]))
    steps = values(
        magasin_exemples, "entonnoir_donneurs_ordre", "etape", "donneurs_ordre", annee=annee
    )
    contacted = kinds["contact"] | kinds["prospection"]
    assert steps["contactes"] == len(contacted)
    assert steps["accompagnes"] == len(oracle.donneurs_ordre(year(annee)))
    nested = values(
        magasin_exemples, "entonnoir_donneurs_ordre", "etape", "parmi_contactes", annee=annee
    )
    assert nested["accompagnes"] == len(contacted & oracle.donneurs_ordre(year(annee)))
    # Les exemples ne sensibilisent que des communes, des EPCI et le Département.
    listed = queries.run("collectivites_sensibilisees", magasin_exemples, annee=annee)
    assert listed.height == len(kinds["sensibilisation"])


@pytest.mark.parametrize("annee", ANNEES)
def test_women_in_each_category(magasin_exemples, oracle, annee):
    expected: Counter[str] = Counter()
    for who in oracle.beneficiaires(year(annee)):
        member = oracle.categories_de(who, year(annee))
        expected.update(member if "femmes" in member else ())
    name = "femmes_par_categorie"
    women = values(magasin_exemples, name, "categorie", "femmes", annee=annee)
    assert women == {code: expected[code] for code in women}


@pytest.mark.parametrize("annee", ANNEES)
def test_people_by_contract_type_quarter_and_prescripteur(magasin_exemples, oracle, annee):
    contracts = {(row["structure"], plain(row["ncontrat"])): row for row in oracle.contrats}
    types, hours = codes("type_contrat"), Counter()
    for row in oracle.heures_de(year(annee)):
        contract = contracts.get((row["structure"], plain(row["ncontrat"])))
        code = types[plain(contract["typedecontrat"])] if contract else "inconnu"
        hours[code, oracle.personne(row)] += row["heures"]
    expected = Counter(code for (code, _), number in hours.items() if round(number, 6) > 0)
    name = "beneficiaires_par_type_contrat"
    assert found(magasin_exemples, name, "type_contrat", "beneficiaires", annee) == expected
    people = oracle.beneficiaires(year(annee))
    in_qpv = {who for who in people if "qpv" in oracle.categories_de(who, year(annee))}
    quarters = queries.run("beneficiaires_par_qpv", magasin_exemples, annee=annee).to_dicts()
    apart = ("hors_qpv", "inconnu")
    assert sum(row["beneficiaires"] for row in quarters) == len(people)
    named = [row["beneficiaires"] for row in quarters if row["code_qpv"] not in apart]
    assert sum(named) == len(in_qpv)
    sources = queries.run("beneficiaires_par_prescripteur", magasin_exemples, annee=annee)
    blank = {
        who for who in people
        if not any(plain(row["prescripteur"]) for row in oracle._fiches_de[who])
    }  # fmt: skip
    assert sources["beneficiaires"].sum() == len(people)
    assert sources.filter(prescripteur="inconnu")["beneficiaires"].sum() == len(blank)


@pytest.mark.parametrize("annee", ANNEES)
def test_path(magasin_exemples, oracle, annee):
    last = date(annee, 12, 31)
    expected: Counter[str] = Counter()
    for who in oracle.beneficiaires(year(annee)):
        count = sum(row["debut"] <= last for row in oracle._contrats_de[who])
        expected["inconnu" if not count else str(count) if count < 3 else "3_plus"] += 1
    name, key = "parcours", "nombre_contrats"
    assert found(magasin_exemples, name, key, "beneficiaires", annee) == expected


@pytest.mark.parametrize("annee", [2023, 2026])
def test_each_marche_of_the_list(magasin_exemples, oracle, annee):
    end = date(annee, 12, 31)
    hours: Counter[tuple[str, ...]] = Counter()
    for row in oracle.heures:
        if row["mois"] <= end:
            hours[lot_of(row)] += row["heures"]
    listed = queries.run("marches_liste", magasin_exemples, annee=annee).to_dicts()
    assert len(listed) == len(oracle.marches)
    running = set(oracle.marches_en_cours(year(annee)))
    for row in listed:
        lot = (row["structure"], plain(row["numero_marche"]), plain(row["numero_lot"]))
        assert row["heures_realisees"] == pytest.approx(hours[lot])
        assert row["heures_prevues"] == to_number(oracle.marches[lot]["heuresprevues"])
        assert row["est_en_cours"] == (lot in running)


def test_marches_without_hours_for_a_year(magasin_exemples, oracle):
    last: dict[tuple[str, ...], date] = {}
    months: dict[tuple[tuple[str, ...], date], float] = defaultdict(float)
    for row in oracle.heures:
        months[lot_of(row), row["mois"]] += row["heures"]
    for (lot, month), number in months.items():
        if round(number, 6) > 0:
            last[lot] = max(last.get(lot, date.min), month)
    expected = set()
    for lot, row in oracle.marches.items():
        ended, started = to_day(row["datedefinreelle"]), to_day(row["datededemarrage"])
        notified, state = to_day(row["datedenotification"]), plain(row["statut"])
        closed = state in ("enprevision", "infructueux") or not notified
        closed = closed or (ended <= EXTRACTION if ended else state in ("termine", "resilie"))
        # Le dernier jour du mois, un an plus tôt que le 30 septembre 2026.
        limit = date(2025, 9, 1) if lot in last else date(2025, 9, 30)
        since = last.get(lot) or started or notified
        if not closed and since < limit:
            expected.add("|".join(lot))
    idle = queries.run("marches_sans_heures", magasin_exemples)["marche_id"].to_list()
    plain_ids = {"|".join([one.split("|")[0], *map(plain, one.split("|")[1:])]) for one in idle}
    assert plain_ids == expected and expected
