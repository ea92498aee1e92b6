"""Un dégât n'est pas une absence : trois états, chaque fichier scellé, chaque dégât dit."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

import queries
from data.__main__ import main
from data.exemples import ensure_examples
from data.location import store_path
from data.publish import (
    Abimee,
    MagasinAbime,
    RienPublie,
    Servie,
    alert,
    copil,
    current,
    go_back,
    numbers,
    publish_tables,
    state,
    verify,
)
from queries.__main__ import main as ask
from tests.data.test_publish import content, served_hours
from tests.support.fabrique import bring, export

FILES = ("exact.duckdb", "protege.duckdb", "personnes.json", "manifest.json", "manifest.sha256")


def beside(folder: Path, digests: str = "[]") -> None:
    """Ce que le cube ajoute à une génération, sans le calculer."""
    import hashlib

    (folder / "protege.duckdb").write_bytes(b"protege" * 100)
    (folder / "personnes.json").write_text(digests)
    path = folder / "manifest.json"
    mark = hashlib.sha256((folder / "protege.duckdb").read_bytes()).hexdigest()
    said = {**json.loads(path.read_text()), "protege": {"empreinte": mark}}
    path.write_text(json.dumps(said))


def publish(hours: float, digests: str = "[]"):
    return publish_tables(content(hours), before_pointer=[partial(beside, digests=digests)])


def flip(path: Path, at: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= 1
    path.write_bytes(data)


def test_trois_etats():
    assert state() == RienPublie() and current() is None
    one = publish(1)
    assert state() == Servie(one)
    flip(one.exact)
    found = state()
    assert isinstance(found, Abimee) and found.generation is None and found.attendue == 1
    (damage,) = found.degats
    assert damage.fichier == "generations/1/exact.duckdb" and damage.depuis is not None
    with pytest.raises(MagasinAbime, match="aucune publication ne peut être servie"):
        current()


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("name", FILES)
def test_un_bit_change_dans_chaque_fichier_se_voit_et_se_dit(name, at, capsys):
    publish(1)
    two = publish(2)
    flip(two.folder / name, at)
    assert isinstance(state(), Abimee) and name in alert()
    replaced = name in ("exact.duckdb", "manifest.json")
    assert current().number == (1 if replaced else 2)
    assert main(["verifier"]) == 1 and name in capsys.readouterr().out
    assert main(["etat"]) == 0 and name in capsys.readouterr().out
    assert main(["etat", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["etat"] == "abîmé" and name in said["alerte"]
    assert ask(["heures_realisees_par_mois"]) == 0 and name in capsys.readouterr().err


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0.0, 0.5])
def test_un_fichier_tronque_ou_efface_se_voit(name, kept):
    publish(1)
    two = publish(2)
    path = two.folder / name
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert name in alert()
    path.unlink()
    assert name in alert() and current() is not None


def test_chaque_bit_du_pointeur_se_voit():
    publish(1)
    publish(2)
    path = store_path() / "CURRENT"
    whole = path.read_bytes()
    for place in range(len(whole) - 1):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            path.write_bytes(changed)
            assert alert(), (place, bit)
            assert current().number == 2, "l'empreinte désigne encore la bonne"
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        assert alert() and current().number == 2, length


def test_un_magasin_abime_n_importe_pas_les_exemples(capsys):
    one = publish(1)
    flip(one.exact)
    before = one.exact.read_bytes()
    with pytest.raises(MagasinAbime):
        ensure_examples()
    assert main(["exemples"]) == 1 and "abîmées" in capsys.readouterr().err
    assert numbers() == [1] and one.exact.read_bytes() == before


def test_un_import_sur_un_magasin_abime_refuse_et_dit_d_ou_repartir(capsys, tmp_path):
    bring(export("heures", {}))
    bring(export("heures", {"Mois": "4"}))
    flip(current().exact)
    path = tmp_path / "heures_CIE84_20261001.csv"
    path.write_bytes(export("heures", {"Mois": "5"})[1])
    assert main(["importer", str(path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert "revenir 1" in said["fichiers"][0]["anomalies"][0]["message"]
    assert said["publie"] is False and numbers() == [1, 2]
    with pytest.raises(MagasinAbime):
        publish(3)
    assert go_back(1).number == 1 and alert() == ""
    bring(export("heures", {"Mois": "5"}))
    assert current().number == 3 and served_hours() == 100.0


def test_un_journal_duckdb_pose_la_se_voit():
    one = publish(1)
    (one.folder / "exact.duckdb.wal").write_bytes(b"x")
    with pytest.raises(MagasinAbime, match="n'a rien à faire là"):
        current()


def test_en_vue_pleniere_seul_le_fichier_protege_compte(monkeypatch):
    publish(1)
    two = publish(2)
    monkeypatch.setenv("CLAUSES_VUE", "pleniere")
    (two.folder / "exact.duckdb").unlink()
    assert current().number == 2 and alert() == ""
    flip(two.protege)
    assert current().number == 1 and "protege.duckdb" in alert()


def test_un_magasin_d_avant_les_sceaux_se_lit_et_le_dit(capsys):
    publish(1)
    two = publish(2)
    for number in (1, 2):
        folder = store_path() / "generations" / str(number)
        (folder / "manifest.sha256").unlink()
        path = folder / "manifest.json"
        said = json.loads(path.read_text())
        del said["fichiers"]
        path.write_text(json.dumps(said))
    (store_path() / "CURRENT").write_text("2")
    assert current().number == 2 and alert() == ""
    assert main(["verifier"]) == 0 and "d'avant les sceaux" in capsys.readouterr().out
    flip(two.protege)
    assert "protege.duckdb" in alert() and current().number == 2
    flip(two.exact)
    assert current().number == 1


# --- le copil


def noted(text: str) -> None:
    copil.add_note("decision", text, diapositive="heures", chiffre="Heures", annee=2023)


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9])
def test_des_notes_tronquees_laissent_celles_d_avant_et_le_disent(kept):
    publish(1)
    noted("Une")
    noted("Deux")
    path = store_path() / "copil" / "notes.json"
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    assert [one.texte for one in queries.copil.read_notes()] == ["Une"]
    assert "copil/notes.json" in queries.alert()
    damaged = path.read_bytes()
    noted("Trois")
    assert [one.texte for one in copil.read_notes()] == ["Une", "Trois"] and not queries.alert()
    (aside,) = path.parent.glob("notes.abime-*.json")
    assert aside.read_bytes() == damaged


def test_un_bit_change_dans_les_notes_se_voit():
    noted("Relancer la structure")
    path = store_path() / "copil" / "notes.json"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Relancer", "Relanceq"), "utf-8")
    assert copil.read_notes() == [] and [one.fichier for one in verify().degats]
    shutil.copy(path, path.with_name("copie"))
    path.write_text(text, "utf-8")
    assert copil.read_notes()[0].texte == "Relancer la structure" and not verify().degats


def test_une_photo_abimee_se_dit():
    one = publish(1)
    from datetime import date

    taken = copil.take_photo("Copil", date(2026, 12, 3), one, {"annee": 2023, "epci": ""})
    assert [found.code for found in copil.photos()] == [taken.code]
    (taken.folder / "photo.json").write_text("{")
    assert copil.photos() == [] and taken.code in alert()


def test_un_releve_de_personnes_abime_ne_compte_personne():
    from queries.protection.publish.changements import changed_persons

    one = publish(1)
    assert changed_persons(one, ["a"]) == 1
    (one.folder / "personnes.json").write_text('["a"]')
    assert changed_persons(one, ["a"]) is None


def test_un_releve_repris_oublie_qui_n_y_est_plus_et_le_compte_encore(tmp_path):
    """Une personne effacée ne laisse pas l'empreinte qui dirait ce qu'elle était."""
    from queries.protection.publish.changements import carry_digests, changed_persons

    one = publish(1, digests='["a", "b", "c"]')
    carry_digests(one, tmp_path, ["b", "c"])
    assert (tmp_path / "personnes.json").read_text() == '["", "b", "c"]'
    two = publish(2, digests='["", "b", "c"]')
    assert changed_persons(two, ["b", "c"]) == 1
    assert changed_persons(two, ["c", "d"]) == 2
    carry_digests(two, tmp_path, None)
    assert (tmp_path / "personnes.json").read_text() == '["", "b", "c"]'


def test_chaque_bit_du_carnet_se_voit():
    noted("Relancer")
    path = store_path() / "copil" / "notes.json"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 2]) + whole[place + 1 :])
        assert copil.damages(), place
