"""Les chiffres des exports d'exemple, recomptés en Python à partir des fichiers écrits.

Le lecteur témoin (tests/support/exemples_relus.py) ne partage rien avec l'import ni le SQL ; les
définitions sont réécrites ici d'après la convention (annexe 2) et Méthode, règles 1 à 11.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

import queries
from data.exemples import ensure_examples
from tests.oracles.personnes import reference
from tests.support.exemples_relus import (
    STRUCTURES,
    Ligne,
    active_2023,
    beneficiaries,
    data_rows,
    hour_facts,
    identities,
    plain,
    read_kind,
    to_day,
    to_number,
)
from tests.support.queries_store import figures, values

EXTRACTION = date(2026, 9, 30)
ANNEES = (2022, 2023, 2024, 2025, 2026)
POSITIVES = {
    # Sans CDD sans durée : inconnu pour la CoVe et l'IAE.
    "convention": {
        "cdi", "cdiinclusion", "cdddeplusde6mois", "cdddemoinsde6mois", "cdd", "interim", "cddi",
        "contrataide", "contratdeprofessionnalisation", "apprentissage", "creationdentreprise",
        "fonctionpublique",
    },
    "cove": {
        "cdi", "cdiinclusion", "cdddeplusde6mois", "creationdentreprise", "formationqualifiante",
    },
    "iae": {
        "cdi", "cdiinclusion", "cdddeplusde6mois", "cdddemoinsde6mois", "interim", "cddi",
        "contrataide", "contratdeprofessionnalisation", "apprentissage", "creationdentreprise",
        "fonctionpublique", "formationqualifiante", "formationprequalifiante",
    },
}  # fmt: skip
INCONNUES = {
    "convention": {"injoignable"},
    "cove": {
        "injoignable", "cdd", "contratdeprofessionnalisation", "apprentissage", "fonctionpublique",
    },
    "iae": {"injoignable", "cdd"},
}  # fmt: skip
CLAUSE = "toujoursencontratclause"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exemples")
    ensure_examples(folder)
    return folder


@cache
def contracts() -> dict[tuple[str, ...], list[tuple[date, date | None]]]:
    """Personne -> (début, fin) de ses contrats ; les lignes impossibles sont écartées."""
    found: dict[tuple[str, ...], list[tuple[date, date | None]]] = defaultdict(list)
    for structure in STRUCTURES:
        for row in read_kind("Export_Contrats", structure):
            try:
                first, planned, real = (
                    to_day(row[name])
                    for name in ("datededebut", "datedefinprevue", "datedefinreelle")
                )
            except ValueError:
                continue
            last = real or planned
            if first and (last is None or last >= first):
                found[identities()[structure, str(row["nparticipant"])]].append((first, last))
    return found


def add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def observations(due: dict[tuple[str, ...], date]) -> dict[tuple[str, ...], str]:
    """Personne -> la situation retenue (la plus proche de l'échéance), libellé normalisé."""
    found: dict[tuple[str, ...], list[tuple[bool, int, date, str]]] = defaultdict(list)
    for structure in STRUCTURES:
        for row in read_kind("Export_Suivi_Situations", structure):
            person = identities().get((structure, str(row["nparticipant"])))
            if person in due:
                found[person] += _candidates(row, due[person])
    return {person: min(rows)[3] for person, rows in found.items() if rows}


def _candidates(row: Ligne, due: date) -> list[tuple[bool, int, date, str]]:
    kept = []
    for name, dated, is_six in (
        ("situationa6mois", "datederelevea6mois", True),
        ("situationalasortie", "date", False),
        ("situationa12mois", "datederelevea12mois", False),
    ):
        label, when = plain(row[name]), to_day(row[dated])
        if label in ("", "nonrenseigne"):
            continue
        is_near = when and due - timedelta(30) <= when <= due + timedelta(90)
        if is_six or is_near:
            distance = abs((when - due).days) if when else 0
            order = date.fromordinal(date.max.toordinal() - (when or date.min).toordinal())
            kept.append((label == "injoignable", distance, order, label))
    return kept


@cache
def outcomes() -> dict[tuple[str, ...], tuple[date, str]]:
    """Personne -> (échéance, situation retenue ou « clause », « » si inconnue)."""
    due = {who: add_months(min(rows)[0], 6) for who, rows in contracts().items()}
    seen = observations(due)
    result = {}
    for who, day in due.items():
        label = seen.get(who, "")
        under = any(
            first <= day and (last is None or last >= day) for first, last in contracts()[who]
        )
        result[who] = (day, CLAUSE if under and label in ("", "injoignable") else label)
    return result


@cache
def amendments() -> list[dict[str, str]]:
    """Les lignes datées des situations : ce qu'un avenant a changé."""
    return [row for row in reference("ref_situation") if row["date_debut"]]


def judged(label: str, referentiel: str, due: date) -> str:
    """Ce que vaut une situation ; un avenant, à sa date, l'emporte sur les listes d'ici."""
    day = due.isoformat()
    held = [
        one
        for one in amendments()
        if plain(one["libelle"]) == label
        and one["date_debut"] <= day <= (one["date_fin"] or "9999-12-31")
    ]
    if held:
        return max(held, key=lambda one: one["date_debut"])[referentiel]
    if label == "" or label in INCONNUES[referentiel]:
        return "inconnu"
    return "positive" if label in POSITIVES[referentiel] else "non_positive"


def expected_exits(referentiel: str, year: int | None) -> tuple[int, ...]:
    counted: Counter[str] = Counter()
    for due, label in outcomes().values():
        if year not in (None, due.year):
            continue
        if due > EXTRACTION:
            counted["non_mure"] += 1
        elif label == CLAUSE:
            counted["hors_champ"] += 1
        else:
            counted[judged(label, referentiel, due)] += 1
    positives = counted["positive"]
    return (
        positives,
        positives + counted["non_positive"],
        counted["inconnu"],
        counted["hors_champ"],
        counted["non_mure"],
    )


@pytest.mark.parametrize("annee", [*ANNEES, None])
@pytest.mark.parametrize("referentiel", ["convention", "cove", "iae"])
def test_exits_at_six_months(store, referentiel, annee):
    frame = queries.run("sorties_a_six_mois", store, annee=annee)
    row = next(row for row in frame.iter_rows(named=True) if row["referentiel"] == referentiel)
    names = ("positives", "connues", "inconnues", "hors_champ", "non_mures")
    assert tuple(row[name] for name in names) == expected_exits(referentiel, annee)


@pytest.mark.parametrize("structure", ["", *STRUCTURES])
def test_hours_by_month(store, structure):
    expected: dict[str, float] = defaultdict(float)
    for owner, _, _, year, month, hours in hour_facts():
        if structure in ("", owner):
            expected[f"{year}-{month:02}"] += hours
    name, filtre = "heures_realisees_par_mois", {"structure": structure or None}
    found = values(store, name, "mois", "heures_realisees", **filtre)
    assert found == pytest.approx(dict(sorted(expected.items())))


@pytest.mark.parametrize("structure", ["", *STRUCTURES])
def test_beneficiaries_by_year(store, structure):
    name, filtre = "beneficiaires_par_annee", {"structure": structure or None}
    found = values(store, name, "annee", "beneficiaires", **filtre)
    assert found == {year: len(beneficiaries(year, structure)) for year in ANNEES}


def test_the_published_figures_of_2023(store):
    found = figures(store, annee=2023)
    assert (found["heures_realisees"], found["beneficiaires"], found["entreprises"]) == (
        126550,
        566,
        252,
    )
    assert found["marches_en_cours"] == sum(len(active_2023(one)) for one in STRUCTURES)
    gaps = values(store, "repere_2023", "indicateur", "ecart")
    assert set(gaps.values()) == {0.0}


def test_entreprises_of_2023(store):
    found = set()
    for structure in STRUCTURES:
        active = {(str(row["nmarche"]), str(row["nlot"])) for row in active_2023(structure)}
        for row in read_kind("Export_Engagements", structure):
            is_active = (str(row["nmarche"]), str(row["nlot"])) in active
            if is_active and plain(row["role"]) in ("titulaire", "mandataire", "cotraitant"):
                found.add("".join(filter(str.isdigit, str(row["siret"]))).zfill(14)[:9])
    assert figures(store, annee=2023)["entreprises"] == len(found)


def _ages(year: int) -> dict[tuple[str, ...], int | None]:
    """Bénéficiaire -> âge au début du premier contrat qui touche l'année."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    ages: dict[tuple[str, ...], int | None] = {}
    for who in beneficiaries(year):
        touching = [a for a, b in contracts()[who] if a <= last and (b is None or b >= first)]
        born = date.fromisoformat(who[2]) if len(who) == 3 and who[2][4:5] == "-" else None
        start = min(touching, default=None)
        is_before = born and start and (start.month, start.day) < (born.month, born.day)
        ages[who] = start.year - born.year - int(is_before) if born and start else None
    return ages


@pytest.mark.parametrize("year", ANNEES)
def test_ages(store, year):
    found = values(store, "beneficiaires_par_categorie", "categorie", "beneficiaires", annee=year)
    ages = [age for age in _ages(year).values() if age is not None]
    assert found["jeunes_18_25"] == sum(18 <= age < 26 for age in ages)
    assert found["moins_26"] == sum(age < 26 for age in ages)
    assert found["seniors"] == sum(age >= 50 for age in ages)


def _records() -> dict[tuple[str, ...], list[Ligne]]:
    records: dict[tuple[str, ...], list[Ligne]] = defaultdict(list)
    for structure in STRUCTURES:
        for row in read_kind("Export_Participants", structure):
            records[identities()[structure, str(row["nparticipant"])]].append(row)
    return records


def _is_yes(value: object) -> bool:
    return plain(value) in ("oui", "o", "x", "1", "vrai", "true")


def _is_long_term(row: Ligne, start: date) -> bool:
    months = plain(row["dureedinscription"])
    since = to_day(row["datedinscriptionde"])
    if _is_yes(row["deld"]) or "deld" in plain(row["autreseligibilites"]).replace("detld", "deld"):
        return True
    if months:
        return to_number(str(row["dureedinscription"]).replace("mois", "")) >= 12
    return since is not None and add_months(since, 12) <= start


@pytest.mark.parametrize("year", ANNEES)
def test_categories(store, year):
    found = values(store, "beneficiaires_par_categorie", "categorie", "beneficiaires", annee=year)
    records, people = _records(), beneficiaries(year)
    starts = {who: min(rows)[0] for who, rows in contracts().items()}

    def having(test) -> set[tuple[str, ...]]:
        return {who for who in people if any(test(row) for row in records[who])}

    women = having(lambda row: plain(row["sexe"]) in ("f", "femme"))
    brsa = having(lambda row: _is_yes(row["brsa"]))
    assert found["total"] == len(people)
    assert found["femmes"] == len(women)
    assert found["brsa"] == len(brsa)
    assert found["brsa_femmes"] == len(brsa & women)
    assert found["th"] == len(having(lambda row: _is_yes(row["rqth"]) or _is_yes(row["aah"])))
    assert found["qpv"] == len(having(lambda row: _is_yes(row["qpv"])))
    deld = {who for who in people if any(_is_long_term(row, starts[who]) for row in records[who])}
    assert found["deld"] == len(deld)


def test_territory_table_is_given_as_received(store):
    path = next(Path(queries.__file__).parents[1].glob("data/exemples/fichiers/Annexe3_*"))
    rows = [row for row in data_rows(path) if row["territoire"]]
    expected = {str(row["territoire"]): to_number(row["nombredheuresprevues"]) for row in rows}
    found = values(
        store, "activite_territoire", "territoire", "heures_prevues", annee=2023, structure="CIE84"
    )
    assert found == expected
