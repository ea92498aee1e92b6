"""Publier : pointeur, verrou, repli, retour en arrière, brouillons, générations gardées."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import polars as pl
import pytest

from data.exemples import ensure_examples, import_examples
from data.location import store_path
from data.publish import (
    ECRITURE_SERREE,
    ImportEnCours,
    PublicationRefusee,
    alert,
    at_once,
    current,
    generation,
    import_lock,
    numbers,
    opened,
    point_to,
    publish_again,
    publish_tables,
    read_database,
    write_database,
)
from data.schema import tables
from tests.support.fabrique import bring, export, stored
from tests.support.places import EXPORTS
from tests.support.places import ROOT as RACINE


def content(hours: float) -> dict[str, pl.DataFrame]:
    return {"heures": pl.DataFrame({"structure": ["ITV"], "heures_realisees": [hours]})}


def served_hours() -> float:
    return stored("heures")["heures_realisees"].sum()


def snapshot() -> dict[str, bytes]:
    return {
        str(path.relative_to(store_path())): path.read_bytes()
        for path in store_path().rglob("*")
        if path.is_file() and path.name != "verrou"
    }


def test_une_publication_s_ecrit_a_cote_puis_le_pointeur_bouge():
    one = publish_tables(content(1))
    seal = hashlib.sha256((one.folder / "manifest.json").read_bytes()).hexdigest()
    assert (one.number, (store_path() / "CURRENT").read_text()) == (1, f"1 {seal}\n")
    assert (one.folder / "manifest.sha256").read_text() == seal
    names = {"exact.duckdb", "manifest.json", "manifest.sha256"}
    assert {path.name for path in one.folder.iterdir()} == names
    publish_tables(content(2))
    assert current().number == 2 and served_hours() == 2
    assert read_database(generation(1))["heures"]["heures_realisees"].to_list() == [1.0]


def test_les_tables_absentes_sont_vides_et_les_colonnes_absentes_nulles():
    publish_tables(content(1))
    for name, schema in tables().items():
        assert dict(stored(name).schema) == schema, name
    assert stored("heures")["mois"].to_list() == [None]


def test_un_magasin_vide_ne_sert_rien():
    assert current() is None and alert() == "" and numbers() == []
    assert all(frame.is_empty() for frame in read_database(None).values())


@pytest.mark.parametrize("damage", ["coupé", "effacé", "octet", "manifeste", "sans manifeste"])
def test_une_generation_abimee_laisse_place_a_la_precedente_et_alerte(damage):
    publish_tables(content(1))
    two = publish_tables(content(2))
    data = two.exact.read_bytes()
    match damage:
        case "coupé":
            two.exact.write_bytes(data[:-100])
        case "effacé":
            two.exact.unlink()
        case "octet":
            two.exact.write_bytes(data[:5000] + b"\xff" + data[5001:])
        case "manifeste":
            (two.folder / "manifest.json").write_text("{")
        case "sans manifeste":
            (two.folder / "manifest.json").unlink()
    assert current().number == 1 and served_hours() == 1
    assert "n° 1" in alert() and "illisible" in alert()


@pytest.mark.parametrize("pointer", ["9", "", "abc", None])
def test_un_pointeur_faux_sert_la_derniere_generation_saine_et_alerte(pointer):
    publish_tables(content(1))
    publish_tables(content(2))
    path = store_path() / "CURRENT"
    path.unlink() if pointer is None else path.write_text(pointer)
    assert current().number == 2 and alert()


def test_on_revient_en_arriere_puis_on_publie_depuis_la():
    for hours in (1, 2, 3):
        publish_tables(content(hours))
    point_to(1)
    assert (current().number, served_hours(), alert()) == (1, 1, "")
    assert publish_tables(content(4)).number == 4 and current().number == 4


def test_cinq_generations_restent_et_celle_qui_est_servie():
    for hours in range(1, 8):
        publish_tables(content(hours))
    assert numbers() == [3, 4, 5, 6, 7]
    assert {path.name for path in (store_path() / "generations").iterdir()} == set("34567")


def test_republier_les_memes_donnees_ne_chasse_pas_les_precedentes():
    """Chaque import se publie deux fois : l'exact, puis les mêmes données avec leur cube."""
    for hours in range(1, 8):
        one = publish_tables(content(hours))
        again = publish_again(one)
        assert again.exact.read_bytes() == one.exact.read_bytes()
        assert again.manifest["lignes"] == one.manifest["lignes"]
    assert numbers() == list(range(5, 15))
    for _ in range(3):
        publish_again(current())
    assert len(numbers()) == 10 and numbers()[-1] == 17


def test_un_brouillon_interrompu_est_ignore_puis_efface():
    publish_tables(content(1))
    draft = store_path() / "generations" / "2.brouillon"
    draft.mkdir()
    (draft / "exact.duckdb").write_bytes(b"moitie")
    (store_path() / "CURRENT.brouillon").write_text("2")
    assert current().number == 1 and alert() == ""
    assert publish_tables(content(2)).number == 2
    assert not draft.exists() and served_hours() == 2


def test_une_etape_d_avant_pointeur_qui_echoue_ne_publie_rien():
    publish_tables(content(1))

    def refuse(folder: Path) -> None:
        assert (folder / "exact.duckdb").is_file()
        raise PublicationRefusee("non")

    with pytest.raises(PublicationRefusee):
        publish_tables(content(2), before_pointer=[refuse])
    assert current().number == 1 and numbers() == [1]


def test_ce_qu_une_etape_ajoute_est_publie_avec_le_reste():
    one = publish_tables(
        content(1), before_pointer=[lambda folder: (folder / "protege.duckdb").write_bytes(b"x")]
    )
    assert (one.folder / "protege.duckdb").read_bytes() == b"x"


def test_un_seul_import_a_la_fois():
    file = export("heures", {})
    with import_lock(), pytest.raises(ImportEnCours, match=r"commencé le .* à"):
        bring(file)
    assert current() is None
    bring(file)
    assert current().number == 1


def test_le_verrou_attend_si_on_le_lui_demande():
    order = []

    def other() -> None:
        with import_lock():
            order.append("autre")
            held.set()
            time.sleep(0.2)
            order.append("fini")

    held = threading.Event()
    thread = threading.Thread(target=other)
    thread.start()
    held.wait()
    with import_lock(timeout=20):
        order.append("moi")
    thread.join()
    assert order == ["autre", "fini", "moi"]


def test_un_verrou_se_libere_meme_si_l_import_echoue():
    with pytest.raises(ZeroDivisionError), import_lock():
        raise ZeroDivisionError
    with import_lock():
        pass


def test_ecrire_une_base_n_en_remplace_pas_une_autre(tmp_path):
    write_database(tmp_path / "a.duckdb", content(1))
    assert (tmp_path / "a.duckdb").stat().st_size > 0


def test_une_ecriture_d_un_trait_interrompue_n_ecrit_rien_et_dit_son_erreur(tmp_path):
    path = tmp_path / "b.duckdb"
    for failure in (ZeroDivisionError, OSError):
        with pytest.raises(failure), opened(path, ECRITURE_SERREE) as base, at_once(base):
            base.execute("create table a as select 1 as un")
            raise failure
    with opened(path, ECRITURE_SERREE) as base, at_once(base):
        assert base.execute("show tables").fetchall() == []
        base.execute("create table a as select 1 as un")
    with opened(path) as base:
        assert base.execute("from a").fetchall() == [(1,)]


def spawn(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=RACINE, env=dict(os.environ), stdout=subprocess.PIPE
    )


# Avant et après que le pointeur bouge ; les vingt autres moments : tests/data/test_attaques.py.
@pytest.mark.parametrize("moment", ["seal", "_forget_old"])
def test_un_import_tue_net_ne_change_rien_et_ne_bloque_pas_le_suivant(moment):
    bring(export("heures", {}))
    before = snapshot()
    code = (
        "import time, sys\n"
        "from pathlib import Path\n"
        "import data.publish.publication as publish\n"
        "import queries.protection.publish.publication as cube\n"
        "cube.protect = lambda *_, **__: None\n"
        f"def stop(*_): print('ici', flush=True); time.sleep(60)\n"
        f"publish.{moment} = stop\n"
        "from data.__main__ import main\n"
        f"main(['importer', {str(EXPORTS / 'heures_longues_CIE84_20260930.csv')!r}])\n"
    )
    process = spawn(code)
    assert b"ici" in process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    after = snapshot()
    is_new = moment == "_forget_old"
    kept = set(before) - ({"CURRENT"} if is_new else set())
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert current().number == (2 if is_new else 1) and alert() == ""
    assert is_new or served_hours() == 50.0
    bring(export("heures", {"Heures réalisées": "7"}))
    assert served_hours() == 7.0 + (344.5 if is_new else 0)
    left = {path.name for path in [*store_path().iterdir(), *current().folder.parent.iterdir()]}
    served = {str(number) for number in numbers()}
    assert left <= {"CURRENT", "generations", "verrou", *served}, "rien ne traîne"


# --- exemples


def test_les_exemples_ne_s_importent_qu_une_fois_meme_a_deux(monkeypatch):
    """Deux premiers visiteurs ensemble : l'un importe, l'autre attend et lit sa publication."""
    calls = []

    def fake(store, progress, before_pointer):
        calls.append(1)
        time.sleep(0.2)
        return publish_tables(content(1), store, est_exemple=True)

    monkeypatch.setattr("data.exemples.install._import", fake)
    found = []
    threads = [threading.Thread(target=lambda: found.append(ensure_examples())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1 and [one.number for one in found] == [1, 1, 1]


def test_les_exemples_n_ecrasent_jamais_des_donnees_reelles():
    bring(export("heures", {}))
    before = current()
    assert ensure_examples() == before
    assert import_examples() == before


def test_le_manifeste_dit_ce_qui_est_publie():
    bring(export("heures", {}, {"Mois": "4"}))
    manifest = json.loads((current().folder / "manifest.json").read_text())
    assert manifest["lignes"]["heures"] == 2 and manifest["est_exemple"] is False
    assert len(manifest["empreinte"]) == 64 and len(manifest["cle"]) == 12
