"""Un dépôt : ce qu'une machine y pose est ce que l'autre sert, octet pour octet, ou rien."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.publish import current, import_lock, state
from data.publish.depot.place import Depot
from data.publish.lock import MagasinSuivi
from tests.support.depot_s3 import bucket
from tests.support.machines import PERSONNE, Machines
from tests.support.places import ROOT
from tests.support.queries_store import heures, write


@pytest.fixture
def machines(tmp_path, monkeypatch):
    return Machines(tmp_path, monkeypatch)


def test_ce_qui_est_depose_est_servi_octet_pour_octet(machines, capsys):
    for hours in (10, 20, 30):
        machines.publish(hours)
        assert machines.deposit() == 0 and machines.follow() == 0
        machines.assert_same()
        # Une publication effacée à la source ne survit ni au dépôt, ni chez qui le suit.
        assert len(list((machines.replica / "generations").iterdir())) == 1
        assert machines.deposited().is_dir()
    capsys.readouterr()
    assert machines.deposit() == 0 and machines.follow() == 0
    assert capsys.readouterr().out.splitlines() == [
        "Le dépôt a déjà la publication servie.",
        "Rien de nouveau dans le dépôt.",
    ]


def test_revenir_a_la_source_se_suit_aussi(machines):
    machines.publish(10)
    machines.publish(20)
    machines.deposit()
    machines.follow()
    assert machines.run(machines.source, "revenir", "1") == 0
    machines.deposit()
    machines.follow()
    machines.assert_same()
    assert current(machines.replica).number == 1


def test_meme_numero_autres_donnees_le_suiveur_sert_les_nouvelles(machines):
    machines.publish(10)
    machines.deposit()
    machines.follow()
    shutil.rmtree(machines.source)
    machines.publish(99)
    machines.deposit()
    machines.follow()
    machines.assert_same()


@pytest.mark.parametrize("name", ["exact.duckdb", "manifest.json", "manifest.sha256", "CURRENT"])
@pytest.mark.parametrize("harm", ["octet", "coupe", "manque"])
def test_un_depot_abime_ne_change_rien_a_ce_qui_est_servi(machines, name, harm, capsys):
    machines.publish(10)
    machines.deposit()
    machines.follow()
    before = current(machines.replica)
    machines.publish(20)
    machines.deposit()
    place = (machines.depot if name == "CURRENT" else machines.deposited()) / name
    content = place.read_bytes()
    place.unlink()
    if harm != "manque":
        half = len(content) // 2
        flipped = content[:half] + bytes([content[half] ^ 4]) + content[half + 1 :]
        place.write_bytes(flipped if harm == "octet" else content[:half])
    capsys.readouterr()
    # Un dépôt dont le pointeur manque est un dépôt vide : il n'y a rien de nouveau.
    expected = 0 if (name, harm) == ("CURRENT", "manque") else 1
    assert machines.follow() == expected
    told = capsys.readouterr()
    assert ("dépôt" in told.err) == bool(expected) and "Traceback" not in told.err
    assert current(machines.replica) == before
    assert [one.name for one in (machines.replica / "generations").iterdir()] == ["1"]
    # Déposée à nouveau, elle se suit.
    (machines.depot / "CURRENT").unlink(missing_ok=True)
    assert machines.deposit() == 0 and machines.follow() == 0
    machines.assert_same()


@pytest.mark.parametrize("stop", range(6))
def test_un_depot_coupe_laisse_la_publication_d_avant(machines, stop, monkeypatch):
    machines.publish(10)
    machines.deposit()
    machines.follow()
    machines.publish(20)
    steps = iter(range(100))
    for name in ("put", "point_to", "keep_only"):
        monkeypatch.setattr(Depot, name, cut_at(stop, steps, getattr(Depot, name)))
    before = current(machines.replica).number
    assert machines.deposit() == (0 if stop > count_of(machines) else 1)
    assert machines.follow() == 0
    assert current(machines.replica).number in (before, before + 1)
    monkeypatch.undo()
    machines.monkeypatch = pytest.MonkeyPatch()
    assert machines.deposit() == 0 and machines.follow() == 0
    machines.assert_same()
    machines.monkeypatch.undo()


def count_of(machines: Machines) -> int:
    """Les gestes d'un dépôt : un par fichier, puis le pointeur, puis le ménage."""
    return len(list(current(machines.source).folder.iterdir())) + 1


def cut_at(stop: int, steps, real):
    def wrapped(*given):
        if next(steps) == stop:
            raise OSError(5, "coupé")
        return real(*given)

    return wrapped


def test_un_magasin_qui_a_ses_donnees_ne_suit_pas(machines, capsys):
    machines.publish(10)
    machines.deposit()
    write(machines.replica, contrats=[PERSONNE], heures=[heures("p", "2024-03", 5)])
    before = current(machines.replica)
    assert machines.follow() == 1
    assert "ses propres données" in capsys.readouterr().err
    assert current(machines.replica) == before


def test_un_magasin_ne_suit_qu_un_depot(machines, tmp_path, capsys):
    machines.publish(10)
    machines.deposit()
    machines.follow()
    other = tmp_path / "autre"
    shutil.copytree(machines.depot, other)
    machines.publish(20)
    machines.run(machines.source, "deposer", str(other))
    assert machines.run(machines.replica, "suivre", str(other)) == 1
    assert "suit déjà" in capsys.readouterr().err
    assert current(machines.replica).number == 1


def test_un_magasin_qui_suit_ne_publie_rien_lui_meme(machines, tmp_path, capsys):
    machines.publish(10)
    machines.deposit()
    machines.follow()
    with pytest.raises(MagasinSuivi), import_lock(machines.replica):
        pass
    assert machines.run(machines.replica, "proteger") == 1
    assert machines.run(machines.replica, "revenir", "1") == 1
    assert machines.run(machines.replica, "sauvegarder", str(tmp_path / "s")) == 1
    assert capsys.readouterr().err.count("suit un dépôt") == 3


def test_un_fichier_nomme_hors_de_sa_publication_est_refuse(machines, capsys):
    machines.publish(10)
    machines.deposit()
    folder = machines.deposited()
    forge(machines, folder, "../../../dehors")
    assert machines.follow() == 1
    assert "n'a pas été prise" in capsys.readouterr().err
    assert not (machines.replica.parent / "dehors").exists()


def forge(machines: Machines, folder: Path, name: str) -> None:
    """Refait un manifeste qui nomme un fichier ailleurs, son sceau et le pointeur compris."""
    import hashlib

    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["fichiers"][name] = manifest["fichiers"]["exact.duckdb"]
    content = json.dumps(manifest).encode()
    digest = hashlib.sha256(content).hexdigest()
    new = folder.rename(folder.with_name(digest))
    (new / "manifest.json").write_bytes(content)
    (new / "manifest.sha256").write_text(digest)
    (new / name).resolve().write_bytes(b"dehors")
    (machines.depot / "CURRENT").write_text(f"1 {digest}\n")


@pytest.mark.parametrize("command", ["deposer", "suivre"])
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nulle/part", "n'existe pas"),
        ("ftp://seau/copil", "ne se lit pas"),
        ("s3://cle:secret@seau/copil?endpoint_override=127.0.0.1:1&scheme=http&region=x", "répond"),
    ],
)
def test_un_depot_hors_d_atteinte_se_dit_sans_cle(machines, command, address, said, capsys):
    machines.publish(10)
    assert machines.run(machines.source, command, address) == 1
    told = capsys.readouterr().err
    assert said in told and "secret" not in told and "Traceback" not in told


def test_une_machine_de_pleniere_ne_recoit_jamais_le_fichier_exact(
    magasin_protege, machines, tmp_path, capsys
):
    assert machines.run(magasin_protege, "deposer", machines.address) == 0
    machines.monkeypatch.setenv("CLAUSES_VUE", "pleniere")
    assert machines.follow() == 0
    number = current(machines.replica).number
    kept = {path.name for path in (machines.replica / "generations" / str(number)).iterdir()}
    assert kept == {"protege.duckdb", "manifest.json", "manifest.sha256"}
    assert machines.run(machines.replica, "deposer", machines.address) == 1
    assert machines.follow() == 0 and "Rien de nouveau" in capsys.readouterr().out


def test_sans_fin_une_panne_se_dit_une_fois_et_le_suivi_reprend(machines, tmp_path):
    machines.publish(10)
    machines.deposit()
    with following(machines, tmp_path) as said:
        wait(lambda: "n° 1 servie" in said())
        away = machines.depot.rename(tmp_path / "parti")
        wait(lambda: "n'existe pas" in said())
        time.sleep(5)
        assert said().count("n'existe pas") == 1
        away.rename(machines.depot)
        machines.publish(20)
        machines.deposit()
        wait(lambda: "n° 2 servie" in said())
    machines.assert_same()


@contextmanager
def following(machines: Machines, folder: Path):
    with (folder / "suivi.txt").open("w") as journal:
        process = subprocess.Popen(
            [sys.executable, "-m", "data", "suivre", machines.address, "--sans-arret"],
            cwd=ROOT, stdout=journal, stderr=subprocess.STDOUT,
            env={"CLAUSES_STORE": str(machines.replica), "PATH": ""},
        )  # fmt: skip
        try:
            yield lambda: (folder / "suivi.txt").read_text("utf-8")
        finally:
            process.terminate()
            process.wait()


def wait(is_done) -> None:
    for _ in range(300):
        if is_done():
            return
        time.sleep(0.1)
    raise AssertionError("Le suivi n'a rien dit")


def test_un_seau_s3_se_depose_et_se_suit(machines, tmp_path, monkeypatch, capsys):
    with bucket(tmp_path, monkeypatch) as address:
        machines.address = address
        assert machines.follow() == 0 and "Rien de nouveau" in capsys.readouterr().out
        for hours in (10, 20):
            machines.publish(hours)
            assert machines.deposit() == 0 and machines.follow() == 0
            machines.assert_same()
        assert machines.deposit() == 0
        assert "a déjà" in capsys.readouterr().out
        missing = address.replace("s3://seau", "s3://absent")
        assert machines.run(machines.source, "deposer", missing) == 1
        assert "ce seau n'existe pas" in capsys.readouterr().err
    assert machines.follow() == 1
    assert "ne répond pas" in capsys.readouterr().err
    assert state(machines.replica).generation.number == 2
