"""Les vrais fichiers DECP du dossier partagé, recomptés en Python pur ; jamais copiés ici."""

import csv
import json
from pathlib import Path

import pytest

from data.decp.cast import cast_decp
from data.decp.read import read_decp
from data.importer import prepare_paths, publish
from data.recognize import Options
from tests.support.fabrique import EXTRACTION, messages, stored
from tests.support.places import SHARED

DOSSIER = SHARED / "decp"
VAUCLUSE = DOSSIER / "decp_2024H2_travaux_cpv4521_dept84.csv"
NATIONAL = DOSSIER / "decp_2024H2_travaux_cpv4521_filtered.csv"
DATAECO = DOSSIER / "dataeco_decp_2022_marches_valides_extrait.csv"
PREFIXES = ("2184", "2284", "2484", "2584", "2684", "2884")

pytestmark = pytest.mark.skipif(
    not DOSSIER.is_dir(), reason="le dossier partagé des DECP réelles n'est pas sur cette machine"
)


def raw(path: Path, separator: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def test_vaucluse_73_lignes_sans_aucune_consideration():
    lot = prepare_paths([VAUCLUSE], Options())
    publish(lot)
    rows, expected = stored("decp"), raw(VAUCLUSE)
    assert rows.height == len(expected) == 73
    assert rows["uid"].n_unique() == len({row["uid"] for row in expected}) == 48
    assert rows["acheteur_siret"].n_unique() == 10
    assert rows["considerations_sociales"].null_count() == 73
    assert not rows["a_colonne_considerations"].any()
    assert rows["montant_eur"].cast(float).sum() == pytest.approx(
        sum(float(row["montant"]) for row in expected)
    )
    assert lot.fichiers[0].lignes["ecartees"] == 0


def test_national_lu_en_entier_puis_reduit_au_vaucluse():
    expected = raw(NATIONAL)
    whole = read_decp(NATIONAL.name, NATIONAL, est_france=True)
    assert whole.lues == whole.frame.height == len(expected) == 8957
    assert whole.frame["uid"].n_unique() == len({row["uid"] for row in expected}) == 5180
    assert whole.frame["acheteur_siret"].to_list() == [row["acheteur_id"] for row in expected]
    kept = read_decp(NATIONAL.name, NATIONAL)
    # Sans lieu d'exécution, restent l'acheteur (préfixe, liste) et le département écrit.
    by_hand = [
        rank
        for rank, row in enumerate(expected, start=2)
        if row["acheteur_departement_code"] == "84" or row["acheteur_id"].startswith(PREFIXES)
    ]
    assert kept.lues == 8957 and kept.frame["ligne"].to_list() == by_hand
    assert len(by_hand) == 73
    assert sorted(kept.frame["uid"]) == sorted(row["uid"] for row in raw(VAUCLUSE))


def test_la_region_84_n_est_pas_le_vaucluse():
    assert sum(row["acheteur_region_code"] == "84" for row in raw(NATIONAL)) == 1767
    kept = read_decp(NATIONAL.name, NATIONAL).frame
    assert set(kept["acheteur_departement_code"]) == {"84"}


def test_dataeco_neuf_lignes_huit_sans_et_une_avec():
    expected = raw(DATAECO, ";")
    lecture = read_decp(DATAECO.name, DATAECO, est_france=True)
    rows = cast_decp(lecture, EXTRACTION).frame
    assert rows.height == len(expected) == 9
    said = rows["considerations_sociales"].to_list()
    assert said == [row["considerationsSociales"] for row in expected]
    assert (said.count("['Pas de considération sociale']"), said.count("['Clause sociale']")) == (
        8, 1,
    )  # fmt: skip
    assert rows["date_notification"].null_count() == rows["montant_eur"].null_count() == 0
    (one,) = prepare_paths([DATAECO], Options()).fichiers
    assert one.issue == "refuse" and "aucun contrat" in messages(one)[0][2]


@pytest.mark.parametrize("path", sorted(DOSSIER.glob("*.json")), ids=lambda path: path.stem)
def test_exemples_officiels(path):
    """Une ligne par titulaire et par version : comptées dans le JSON."""
    marches = json.loads(path.read_text("utf-8"))["marches"]
    count = 0
    for records in marches.values():
        for record in records:
            named = len(record.get("titulaires") or record["concessionnaires"])
            count += named
            for change in record.get("modifications", []):
                named = len(change["modification"].get("titulaires", [])) or named
                count += named
    lecture = read_decp(path.name, path, est_france=True)
    assert lecture.lues == sum(map(len, marches.values()))
    assert lecture.frame.height == count
    assert set(lecture.frame["source_decp"]) == {"json_2022"}
    assert lecture.frame["considerations_sociales"].null_count() == 0
    kinds = {"marche": "marche", "contrat-concession": "concession"}
    assert set(lecture.frame["type_contrat"]) == {kinds[name] for name in marches}
