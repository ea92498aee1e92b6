"""Ce qui se saisit à la main : à côté des publications, sans rien effacer, et lu avec elles."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

import queries
from data.importer import prepare_paths, publish
from data.publish import go_back
from data.publish.copil import append, damages, read_register
from data.recognize import Options
from pages.financement.objectifs import format_d
from pages.shared.frame.export import csv_bytes
from queries import registres
from tests.support.queries_store import day, heures, write

HEURES = "heures_realisees"


def world(folder: Path, **more: object) -> Path:
    """100 heures en 2026 pour CIE 84, données au 30 septembre ; un objectif reçu par fichier."""
    received = [{"annee": 2026, "structure": "CIE84", "indicateur": HEURES, "valeur": 80.0,
                 "source_decision": "Fichier"}]  # fmt: skip
    hours = [heures("p", "2026-03", 100)]
    return write(folder, heures=hours, objectifs=received, **more)


def goal(store: Path, indicateur: str = HEURES, structure: str = "CIE84") -> dict[str, object]:
    frame = queries.run("objectifs_et_realise", store, annee=2026)
    (row,) = frame.filter(indicateur=indicateur, structure=structure).to_dicts()
    return row


def set_hours(store: Path, valeur: float | None, decision: str = "Copil", **more: object) -> None:
    registres.set_objectif(
        2026, HEURES, valeur, decision, "DDETS", structure="CIE84", store=store, **more
    )


def test_la_derniere_saisie_l_emporte_et_l_histoire_reste(tmp_path):
    store = world(tmp_path)
    assert (goal(store)["objectif"], goal(store)["source_decision"]) == (80, "Fichier")
    set_hours(store, 150, "Copil du 3 décembre 2025", jour=date(2025, 12, 3))
    set_hours(store, 120, "Copil du 15 juin 2026")
    found = goal(store)
    assert (found["objectif"], found["source_decision"]) == (120, "Copil du 15 juin 2026")
    history = queries.run("objectifs_saisis_historique", store)
    assert history["valeur"].to_list() == [120, 150]
    assert history["date_decision"].to_list() == [None, date(2025, 12, 3)]
    assert set(history["par"]) == {"DDETS"}


def test_un_objectif_retire_est_non_fixe_jamais_zero(tmp_path):
    store = world(tmp_path)
    set_hours(store, None)
    every = queries.run("objectifs_et_realise", store, annee=2026)
    assert every.filter(indicateur=HEURES, structure="CIE84")["objectif"].to_list() in ([], [None])


@pytest.mark.parametrize(
    ("arrete", "mois"),
    [("2026-09-30", 9), ("2026-09-29", 8), ("2026-12-31", 12), ("2027-06-30", 12),
     ("2026-01-30", 0), ("2025-12-31", 0)],
)  # fmt: skip
def test_l_objectif_a_ce_jour_suit_les_mois_finis(tmp_path, arrete, mois):
    store = world(tmp_path, arrete=day(arrete))
    set_hours(store, 120)
    found = goal(store)
    assert (found["mois_finis"], found["objectif_a_ce_jour"]) == (mois, 120 * mois / 12)
    expected = round(100 * 100 / (120 * mois / 12), 1) if mois else None
    assert found["part_a_ce_jour_pct"] == expected
    # L'année entière garde sa propre part : les deux se lisent.
    assert found["part_pct"] == round(100 * 100 / 120, 1)


def test_un_taux_n_a_pas_de_prorata(tmp_path):
    store = world(tmp_path)
    taux = "taux_sorties_positives_pct"
    registres.set_objectif(2026, taux, 60, "Copil", "DDETS", structure="CIE84", store=store)
    assert goal(store, taux)["objectif_a_ce_jour"] is None


def test_une_saisie_survit_a_un_import_et_a_un_retour(tmp_path):
    store = world(tmp_path)
    set_hours(store, 120)
    world(tmp_path)
    assert goal(store)["objectif"] == 120
    go_back(1, store)
    assert goal(store)["objectif"] == 120


def test_les_objectifs_saisis_se_reimportent(tmp_path):
    store = world(tmp_path / "un")
    set_hours(store, 120.5)
    registres.set_objectif(2027, "beneficiaires", None, "Copil", "DDETS", epci="248400053",
                           store=store)  # fmt: skip
    file = tmp_path / "Objectifs_20260930.csv"
    file.write_bytes(csv_bytes(format_d(queries.run("objectifs_format_d", store))))
    lot = prepare_paths([file], Options(), tmp_path / "deux")
    publish(lot, tmp_path / "deux")
    wanted = ["annee", "structure", "nom_epci", "indicateur_libelle", "valeur", "source_decision"]
    before, after = (
        queries.run("objectifs_format_d", one).select(wanted) for one in (store, tmp_path / "deux")
    )
    assert after.rows() == before.rows() and after.height == 2


def test_deux_personnes_qui_ecrivent_ne_perdent_rien(tmp_path):
    threads = [threading.Thread(target=set_hours, args=(tmp_path, float(one))) for one in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one["valeur"] for one in read_register("objectifs", tmp_path)} == set(range(12))


@pytest.mark.parametrize("spoil", ["octet", "disparu"])
def test_un_registre_abime_se_dit_et_celui_d_avant_sert(tmp_path, spoil):
    store = world(tmp_path)
    set_hours(store, 110)
    set_hours(store, 120)
    path = store / "copil" / "objectifs.json"
    if spoil == "octet":
        path.write_bytes(path.read_bytes().replace(b"120", b"999"))
    else:
        path.unlink()
    assert goal(store)["objectif"] == 110
    (said,) = damages(store)
    assert "objectifs.json" in said.phrase and "l'exemplaire d'avant sert" in said.phrase
    set_hours(store, 130)
    assert goal(store)["objectif"] == 130 and damages(store) == []
    assert spoil == "disparu" or list((store / "copil").glob("objectifs.abime-*.json"))


@pytest.mark.parametrize(
    "wrong",
    [{"indicateur": "inconnu"}, {"valeur": -1.0}, {"decision": " "}, {"par": ""}],
)
def test_un_objectif_incomplet_est_refuse(tmp_path, wrong):
    given = {"annee": 2026, "indicateur": HEURES, "valeur": 1.0, "decision": "Copil",
             "par": "DDETS", **wrong}  # fmt: skip
    with pytest.raises(queries.DemandeInvalide):
        registres.set_objectif(**given, store=tmp_path)
    assert read_register("objectifs", tmp_path) == []


def test_une_ecriture_porte_sa_date_et_sa_fonction(tmp_path):
    entry = {"annee": 2026, "structure": "", "epci": "", "indicateur": HEURES, "valeur": 1.0,
             "source_decision": "Copil", "date_decision": ""}  # fmt: skip
    append("objectifs", entry, " Copil ", tmp_path)
    (found,) = read_register("objectifs", tmp_path)
    assert found["par"] == "Copil" and date.fromisoformat(found["ecrit_le"][:10])
