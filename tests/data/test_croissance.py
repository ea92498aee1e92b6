"""Un petit monde de la croissance : importé par la vraie commande, recompté à la main."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import queries
from data.__main__ import main
from data.publish import current
from tests.mesures.croissance import fichiers
from tests.mesures.croissance.monde import worlds
from tests.mesures.croissance.tirage import PREMIERE_ANNEE, Taille

TAILLE = Taille(0.05, graine=7)
# Assez peu pour que contrats, participants et heures se coupent en plusieurs fichiers.
LIGNES = 66


@pytest.fixture
def exports(tmp_path, monkeypatch) -> list[Path]:
    monkeypatch.setattr(fichiers, "LIGNES", LIGNES)
    return fichiers.write_files(tmp_path / "exports", TAILLE)


def test_la_meme_graine_ecrit_les_memes_octets_et_une_autre_d_autres(exports, tmp_path):
    again = fichiers.write_files(tmp_path / "encore", TAILLE)
    other = fichiers.write_files(tmp_path / "autre", Taille(TAILLE.vaucluse, graine=8))
    assert [one.read_bytes() for one in exports] == [one.read_bytes() for one in again]
    contracts = [path for path in other if "Contrats" in path.name]
    assert contracts[0].read_bytes() != (tmp_path / "exports" / contracts[0].name).read_bytes()


def test_ce_qui_est_importe_est_ce_qui_a_ete_invente(exports):
    assert sum("_p02_" in path.name for path in exports) > 3
    assert main(["importer", *map(str, exports)]) == 0
    quarts: Counter[int] = Counter()
    by_structure: Counter[str] = Counter()
    people: dict[int, Counter[int]] = {}
    rows: Counter[str] = Counter()
    for structure, tables in worlds(TAILLE):
        rows += {name: frame.height for name, frame in tables.items()}
        identities = tables["participants"]["identite"].to_list()
        hired = tables["contrats"]["participant"].to_list()
        worked = tables["heures"].select("contrat", "mois", "quarts", "valide")
        for contract, month, count, state in worked.iter_rows():
            if state != "Rejeté":
                year = PREMIERE_ANNEE + month // 12
                quarts[year] += count
                by_structure[structure] += count if year == 2023 else 0
                people.setdefault(year, Counter())[identities[hired[contract]]] += count
    kept = current().manifest["lignes"]
    assert rows == {name: kept[name] for name in rows}
    hours = queries.run("heures_realisees_par_annee")
    assert dict(hours.select("annee", "heures_realisees").rows()) == {
        year: count / 4 for year, count in quarts.items()
    }
    found = queries.run("heures_par_structure", annee=2023)
    assert dict(found.select("structure", "heures_realisees").rows()) == {
        structure: count / 4 for structure, count in by_structure.items()
    }
    counted = queries.run("beneficiaires_par_annee").select("annee", "beneficiaires")
    assert dict(counted.rows()) == {
        year: sum(one > 0 for one in worked.values()) for year, worked in people.items()
    }
    everyone = {one for worked in people.values() for one in worked}
    total = queries.run("beneficiaires_par_structure")["total_distinct"][0]
    assert total == len(everyone) < rows["participants"]
