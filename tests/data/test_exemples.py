"""Les exports d'exemple : totaux recomptés dans les fichiers écrits, cas-limites, saleté."""

from collections import defaultdict
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.exemples import files
from data.exemples.generate import write_all
from tests.support.exemples_relus import (
    STRUCTURES,
    Ligne,
    actions_2023,
    active_2023,
    beneficiaries,
    data_rows,
    hour_facts,
    identities,
    participants_2023,
    read_kind,
    to_day,
    to_month,
    to_number,
)

# Structure et année -> (heures réalisées, bénéficiaires). « » : les trois structures ensemble.
ATTENDUS: dict[tuple[str, int], tuple[float, int]] = {
    ("", 2022): (111_873.75, 514),
    ("CIE84", 2022): (58_687.0, 309),
    ("ITV", 2022): (23_002.25, 88),
    ("MLJGA", 2022): (30_184.5, 119),
    ("", 2023): (126_550.0, 566),
    ("CIE84", 2023): (66_422.75, 343),
    ("ITV", 2023): (25_980.5, 98),
    ("MLJGA", 2023): (34_146.75, 133),
    ("", 2024): (131_156.75, 593),
    ("CIE84", 2024): (68_782.25, 356),
    ("ITV", 2024): (27_053.0, 102),
    ("MLJGA", 2024): (35_321.5, 138),
    ("", 2025): (138_192.25, 627),
    ("CIE84", 2025): (72_339.0, 376),
    ("ITV", 2025): (28_340.75, 108),
    ("MLJGA", 2025): (37_512.5, 146),
    ("", 2026): (94_817.5, 499),
    ("CIE84", 2026): (49_625.5, 299),
    ("ITV", 2026): (19_510.25, 85),
    ("MLJGA", 2026): (25_681.75, 116),
}
ANNEXE_3 = {
    "CoVe": (24, 73, 50_500, 181, 7, 3),
    "Nord Vaucluse hors CoVe": (7, 8, 7_000, 42, 6, 0),
    "CCPOP": (12, 22, 60_500, 75, 2, 0),
    "Haut Vaucluse hors CCPOP": (7, 11, 22_000, 45, 6, 0),
}
ENTREPRISES_2023 = 252
# Lignes voulues fautives : elles seront écartées.
LIGNES_FAUTIVES = {
    "Export_Contrats_CIE84_20260930.csv": 1,
    "Export_Contrats_ITV_20260930.xlsx": 1,
    "Export_Participants_MLJGA_20260930.csv": 1,
    "Export_Heures_CIE84_2024-S2_20260930.csv": 1,
    "Export_Heures_CIE84_2026-T3_20260930.csv": 1,
    "Suivi_Prospection_ITV_20260930.csv": 1,
}


def test_une_cinquantaine_de_fichiers_legers() -> None:
    assert len(files()) == 47
    assert sum(path.stat().st_size for path in files()) < 3_000_000


def test_reecrits_a_l_identique(tmp_path: Path) -> None:
    first, second = write_all(tmp_path / "un"), write_all(tmp_path / "deux")
    assert [path.name for path in first] == [path.name for path in files()]
    for once, again, model in zip(first, second, files(), strict=True):
        assert once.read_bytes() == again.read_bytes(), model.name
        assert _content(once) == _content(model), model.name


def _content(path: Path) -> dict[str, bytes]:
    """Octets d'un CSV ; parties d'un classeur, que toutes les zlib ne compressent pas pareil."""
    if path.suffix == ".csv":
        return {path.suffix: path.read_bytes()}
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(("structure", "annee"), ATTENDUS)
def test_heures_et_beneficiaires(structure: str, annee: int) -> None:
    heures = sum(
        fact[5] for fact in hour_facts() if fact[3] == annee and structure in ("", fact[0])
    )
    assert (heures, len(beneficiaries(annee, structure))) == ATTENDUS[structure, annee]


def test_huit_beneficiaires_de_2023_dans_deux_structures() -> None:
    seen = [person for one in STRUCTURES for person in beneficiaries(2023, one)]
    assert len(seen) - len(set(seen)) == 8


def test_entreprises_attributaires_de_2023() -> None:
    sirens = set()
    for structure in STRUCTURES:
        active = {(row["nmarche"], row["nlot"]) for row in active_2023(structure)}
        for row in read_kind("Export_Engagements", structure):
            if (row["nmarche"], row["nlot"]) in active and row["role"] != "Sous-traitant":
                sirens.add(str(row["siret"]).zfill(14)[:9])
    assert len(sirens) == ENTREPRISES_2023


@pytest.mark.parametrize("territoire", ANNEXE_3)
def test_exports_de_cie84_et_annexe_3(territoire: str) -> None:
    active = [row for row in active_2023("CIE84") if row["territoire"] == territoire]
    operations, marches, heures, participants, prospections, comites = ANNEXE_3[territoire]
    assert len({row["noperation"] for row in active}) == operations
    assert len({row["nmarche"] for row in active}) == len(active) == marches
    assert sum(to_number(row["heuresprevues"]) for row in active) == heures
    assert len(participants_2023(territoire)) == participants
    assert actions_2023(territoire, "Prospection") == prospections
    assert actions_2023(territoire, "Comité de suivi") == comites


def test_annexe_3_imprimee() -> None:
    rows = read_kind("Annexe3", "CIE84")
    assert {row["territoire"]: tuple(row.values())[3:] for row in rows} == ANNEXE_3


@pytest.mark.parametrize("structure", STRUCTURES)
def test_totaux_de_controle(structure: str) -> None:
    sums: dict[object, float] = defaultdict(float)
    for owner, contrat, *_, heures in hour_facts():
        if owner == structure:
            sums[contrat] += heures
    by_marche: dict[object, float] = defaultdict(float)
    for row in read_kind("Export_Contrats", structure):
        assert to_number(row["heuresrealisees"]) == sums[str(row["ncontrat"])]
        by_marche[row["nmarche"], row["nlot"]] += sums[str(row["ncontrat"])]
    for row in read_kind("Export_Operations_Marches", structure):
        assert to_number(row["heuresrealisees"]) == by_marche[row["nmarche"], row["nlot"]]


def test_lignes_fautives() -> None:
    found = {path.name: sum(map(_is_faulty, data_rows(path))) for path in files()}
    assert {name: count for name, count in found.items() if count} == LIGNES_FAUTIVES


def _is_faulty(row: Ligne) -> bool:
    try:
        days = {name: to_day(value) for name, value in row.items() if name.startswith("date")}
    except ValueError:
        return True
    first, last = days.get("datededebut"), days.get("datedefinreelle")
    if "mois" in row:
        month = to_month(row["mois"])
        return month > 12 or (int(str(row["annee"])), month) > (2026, 9)
    return bool(first and last and last < first)


def _persons_2023() -> list[Ligne]:
    """Une fiche par bénéficiaire de 2023."""
    files_by_person = {
        identities()[one, str(row["nparticipant"])]: row
        for one in STRUCTURES
        for row in read_kind("Export_Participants", one)
    }
    return [files_by_person[person] for person in sorted(beneficiaries(2023))]


def _yes(value: object) -> bool:
    return str(value).casefold() in ("oui", "o")


@pytest.mark.parametrize(
    ("champ", "valeurs", "basse", "haute"),
    [
        ("sexe", ("F", "Femme"), 0.15, 0.17),
        ("sexe", ("", None), 0.002, 0.02),
        ("datedenaissance", ("", None), 0.01, 0.03),
        ("qpv", ("Oui", "OUI", "O"), 0.22, 0.28),
        ("qpv", ("", None), 0.06, 0.10),
        ("brsa", ("Oui", "OUI", "O"), 0.35, 0.40),
        ("brsa", ("", None), 0.03, 0.07),
        ("jeune26ans", ("Oui", "OUI", "O"), 0.27, 0.33),
        ("datedinscriptionde", ("", None), 0.25, 0.35),
        ("niveaudeformation", ("", None), 0.07, 0.13),
    ],
)
def test_repartition_de_2023(
    champ: str, valeurs: tuple[str | None, ...], basse: float, haute: float
) -> None:
    persons = _persons_2023()
    assert basse <= sum(row[champ] in valeurs for row in persons) / len(persons) <= haute


def test_handicap_et_chomage_long_par_chacune_de_leurs_voies() -> None:
    persons = _persons_2023()
    handicap = [row for row in persons if _yes(row["rqth"]) or _yes(row["aah"])]
    long = [row for row in persons if _yes(row["deld"]) or row["autreseligibilites"] == "DETLD"]
    assert 0.06 <= len(handicap) / len(persons) <= 0.10
    assert 0.22 <= len(long) / len(persons) <= 0.35
    assert any(not _yes(row["rqth"]) for row in handicap)
    assert any(not _yes(row["deld"]) for row in long)


def test_heures_par_personne_de_2023() -> None:
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for structure, _, participant, annee, _, heures in hour_facts():
        if annee == 2023:
            sums[identities()[structure, participant]] += heures
    values = sorted(value for value in sums.values() if value > 0)
    assert 130 <= values[len(values) // 2] <= 150
    assert sum(value > 1200 for value in values) >= 3
    # Une personne dont les heures s'annulent, et qui ne compte donc pas.
    assert [value for value in sums.values() if value <= 0] == [0.0]


@pytest.mark.parametrize(
    ("structure", "nom", "debut", "six", "releve"),
    [
        ("CIE84", "Cinqmois", "2026-04-01", "CDI", "2026-09-25"),
        ("MLJGA", "Sixmois", "2026-03-30", "CDD de plus de 6 mois", "2026-09-29"),
        ("CIE84", "Août", "2023-08-31", "CDI", "2024-02-29"),
        ("ITV", "Rentrée", "2024-08-31", "Intérim", "2025-01-29"),
        ("MLJGA", "Borne", "2024-05-02", "CDDI", "2025-01-31"),
        ("MLJGA", "Tard", "2024-05-02", "CDDI", "2025-02-01"),
        ("CIE84", "Tôt", "2023-05-15", "CDI", "2023-10-06"),
        ("ITV", "Silence", "2023-02-06", "Injoignable", "2023-08-10"),
        ("MLJGA", "Clausé", "2023-03-01", "Toujours en contrat clausé", "2023-09-05"),
        ("MLJGA", "Ailleurs", "2022-01-10", "Demandeur d'emploi", "2022-07-11"),
        ("CIE84", "Ailleurs", "2023-04-03", "CDI", "2023-10-03"),
    ],
)
def test_temoins(structure: str, nom: str, debut: str, six: str, releve: str) -> None:
    persons = read_kind("Export_Participants", structure)
    (number,) = (row["nparticipant"] for row in persons if row["nom"] == f"Témoin-{nom}")
    contracts = read_kind("Export_Contrats", structure)
    starts = [to_day(row["datededebut"]) for row in contracts if row["nparticipant"] == number]
    follow_ups = read_kind("Export_Suivi_Situations", structure)
    (row,) = (row for row in follow_ups if row["nparticipant"] == number)
    assert [str(start) for start in starts] == [debut]
    assert (row["situationa6mois"], str(to_day(row["datederelevea6mois"]))) == (six, releve)


def test_entreprises_et_personnes_manifestement_inventees() -> None:
    for structure in STRUCTURES:
        for row in read_kind("Export_Engagements", structure):
            assert "exemple" in str(row["entreprise"]).casefold()
            assert str(row["siret"]).zfill(14).startswith("0005")
