"""L'exact n'attend jamais le cube : servi d'abord, et le cube refait après une coupure."""

from __future__ import annotations

import json

import pytest

import queries
from data.__main__ import main
from data.publish import (
    PlaceInsuffisante,
    current,
    generation,
    numbers,
    publish_tables,
    read_database,
)
from pages.imports import premier_demarrage
from queries.base import base
from queries.protection.publish import publication
from queries.protection.publish.attente import is_waiting, not_fresh
from tests.support.places import ROOT

HEURES = ROOT / "tests" / "exports" / "heures_longues_CIE84_20260930.csv"


@pytest.fixture
def cube(monkeypatch, sans_epci):
    """Le calcul du cube, que chaque test peut couper ; `seen` : ce qui était servi alors."""
    real, seen = publication.build_cube, []

    def build(*args: object) -> object:
        seen.append((current().number, queries.run("heures_realisees_par_annee").height))
        return real(*args)

    monkeypatch.setattr(publication, "build_cube", build)
    return seen


def cut(*_: object) -> None:
    """Ce que fait un arrêt brutal : rien ne l'attrape."""
    raise KeyboardInterrupt


def test_les_chiffres_exacts_se_lisent_pendant_que_le_cube_se_calcule(cube, capsys):
    assert main(["importer", str(HEURES)]) == 0
    ((number, height),) = cube
    assert number == 1 and height > 0
    told = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Publication n° 1 servie." in told
    assert told.index("Publication n° 1 servie.") < told.index("Publication n° 2 servie")
    done = current()
    assert done.number == 2 and done.a_cube and not is_waiting(done)
    assert done.exact.read_bytes() == (done.folder.parent / "1" / "exact.duckdb").read_bytes()


def test_les_memes_donnees_publiees_a_nouveau_ne_se_relisent_pas(cube, tmp_path):
    main(["importer", str(HEURES)])
    assert base(generation(1)) is base(generation(2))
    other = publish_tables(read_database(generation(1)), tmp_path / "ailleurs")
    assert base(other) is not base(generation(1)), "les registres sont ceux d'un autre magasin"


def test_un_arret_pendant_le_cube_laisse_l_exact_et_la_commande_suivante_le_refait(
    cube, monkeypatch, capsys
):
    real = publication.build_cube
    monkeypatch.setattr(publication, "build_cube", cut)
    with pytest.raises(KeyboardInterrupt):
        main(["importer", str(HEURES)])
    left = current()
    assert left.number == 1 and is_waiting(left) and not left.a_cube
    assert queries.run("heures_realisees_par_annee").height > 0
    with pytest.raises(queries.CubeAbsent, match="en préparation"):
        queries.run_protected("chiffres_cles", annee=2024)
    capsys.readouterr()
    assert main(["etat"]) == 0 and not_fresh(left) in capsys.readouterr().out
    monkeypatch.setattr(publication, "build_cube", real)
    # Les mêmes fichiers : rien ne change, sauf le cube qui attendait.
    assert main(["importer", str(HEURES), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["generation"] == 1
    assert current().number == 2 and current().a_cube and not is_waiting(current())


def test_proteger_refait_ce_qui_attend(cube, capsys):
    main(["importer", str(HEURES)])
    publish_tables(read_database(current()), before_pointer=[publication.postpone])
    assert not is_waiting(current()), "rien n'a changé : il n'y a rien à refaire"
    stale = current().folder / "personnes.json"
    stale.write_text("[]")
    publish_tables(read_database(current()), before_pointer=[publication.postpone])
    assert is_waiting(current()) and current().a_cube
    capsys.readouterr()
    assert main(["proteger", "--suivi"]) == 0
    assert "n° 5 servie" in capsys.readouterr().out.replace("\u00a0", " ")
    assert not is_waiting(current())


def test_un_disque_plein_apres_l_exact_se_dit_et_ne_change_pas_l_issue(cube, monkeypatch, capsys):
    def full(*_: object, **__: object) -> None:
        raise PlaceInsuffisante("Il faut 3 Mo, il en reste 1.")

    monkeypatch.setattr(publication, "publish_again", full)
    assert main(["importer", str(HEURES)]) == 0
    said = capsys.readouterr().err
    assert "Les chiffres exacts sont publiés. Il faut 3 Mo" in said and "Traceback" not in said
    assert current().number == 1 and is_waiting(current())


def test_le_serveur_reprend_ce_qui_attend_et_rien_d_autre(monkeypatch, cube):
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(premier_demarrage, "TRAVAIL", premier_demarrage.Travail())
    monkeypatch.setattr(
        premier_demarrage, "_run_protection", lambda: started.append(premier_demarrage.PROTEGER)
    )
    main(["importer", str(HEURES)])
    premier_demarrage.start_up()
    assert not started
    monkeypatch.setattr(publication, "build_cube", cut)
    (current().folder / "personnes.json").write_text("[]")
    publish_tables(read_database(current()), before_pointer=[publication.postpone])
    premier_demarrage.start_up()
    assert started == [premier_demarrage.PROTEGER] and premier_demarrage.TRAVAIL.is_running
    assert numbers() == [1, 2, 3]
