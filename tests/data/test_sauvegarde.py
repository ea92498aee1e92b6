"""Sauvegarder et restaurer : un fichier vérifié, rien de perdu, la clé à part."""

import json
import os
import shutil
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.__main__ import main
from data.importer import purge
from data.location import store_path
from data.people import import_key, key_path, read_key
from data.publish import SauvegardeRefusee, alert, backup, copil, current, numbers
from data.publish.copil import read_notes, read_register
from data.recognize import Mapping, kept_mappings, save_mapping
from queries.registres import add_step, set_objectif
from tests.data.test_degats import flip, noted, publish
from tests.data.test_publish import served_hours
from tests.support.fabrique import bring, export, stored


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "verrou"
    }


@pytest.fixture
def filled() -> Path:
    publish(1)
    two = publish(2)
    noted("Relancer la structure")
    copil.hide("heures", True)
    copil.take_photo("Copil", date(2026, 12, 3), two, {"annee": 2023, "epci": ""})
    (store_path() / "correspondances").mkdir()
    (store_path() / "correspondances" / "ITV_heures.toml").write_text("format = 'heures'")
    (store_path() / "telechargements").mkdir()
    (store_path() / "telechargements" / "decp.parquet").write_bytes(b"public")
    return store_path()


@pytest.mark.parametrize("phrase", ["", "une phrase longue"])
def test_une_sauvegarde_remet_tout_a_l_identique_ailleurs(filled, tmp_path, phrase):
    path = backup.back_up(tmp_path / "s.sauvegarde", phrase=phrase)
    assert (b"manifest" in path.read_bytes()) is (not phrase)
    before = {one: text for one, text in contents(filled).items() if "telechargements" not in one}
    other = tmp_path / "ailleurs"
    one = backup.open_backup(path, other, phrase)
    assert (one.generation.number, one.notes, one.photos) == (2, 1, 1)
    assert not (other / "CURRENT").exists(), "montrer ne remplace rien"
    assert backup.put_back(one, other).number == 2
    assert contents(other) == before and alert(other) == ""
    assert not (tmp_path / "s.sauvegarde.brouillon").exists()


@pytest.mark.parametrize("phrase", ["", "une phrase longue"])
def test_chaque_octet_change_et_chaque_coupure_se_voient(filled, tmp_path, phrase):
    path = backup.back_up(tmp_path / "s.sauvegarde", phrase=phrase)
    whole, before = path.read_bytes(), contents(filled)
    # Une phrase se dérive lentement, exprès : moins d'octets essayés, dans chaque partie.
    step, share = (6, 8) if phrase else (1, 20)
    places = [*range(0, 60, step), len(whole) - 1, *range(100, len(whole), len(whole) // share)]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(SauvegardeRefusee):
            backup.open_backup(path, tmp_path / "essai", phrase)
    for length in (0, 10, 40, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(SauvegardeRefusee):
            backup.open_backup(path, tmp_path / "essai", phrase)
    assert contents(filled) == before


def test_une_phrase_fausse_ou_absente_ne_rend_rien(filled, tmp_path):
    path = backup.back_up(tmp_path / "s.sauvegarde", phrase="la bonne")
    for wrong in ("", "la mauvaise"):
        with pytest.raises(SauvegardeRefusee, match="phrase"):
            backup.open_backup(path, phrase=wrong)


def test_restaurer_un_magasin_abime(filled, tmp_path, capsys):
    path = tmp_path / "s.sauvegarde"
    assert main(["sauvegarder", str(path)]) == 0
    for number in numbers():
        flip(filled / "generations" / str(number) / "exact.duckdb")
    (filled / "copil" / "notes.json").write_text("{")
    assert main(["sauvegarder", str(tmp_path / "b")]) == 1, "jamais une sauvegarde abîmée"
    assert main(["restaurer", str(path)]) == 0 and main(["etat"]) == 0
    assert "aucune publication" in capsys.readouterr().out
    assert main(["restaurer", str(path), "--oui"]) == 0
    assert served_hours() == 2 and alert() == "" and main(["verifier"]) == 0
    assert [one.texte for one in read_notes()] == ["Relancer la structure"]


def test_restaurer_garde_les_publications_plus_recentes(filled, tmp_path):
    path = backup.back_up(tmp_path / "s.sauvegarde")
    publish(3)
    backup.put_back(backup.open_backup(path))
    assert current().number == 2 and numbers() == [1, 2, 3]
    assert publish(4).number == 4


def test_on_lit_et_on_publie_autour_d_une_sauvegarde(filled, tmp_path):
    seen: list[float] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(served_hours())

    reader = threading.Thread(target=read)
    reader.start()
    paths = [backup.back_up(tmp_path / f"{rank}.sauvegarde") for rank in range(3)]
    done.set()
    reader.join()
    assert set(seen) == {2.0}
    assert len({backup.open_backup(path, tmp_path / "x").fichiers for path in paths}) == 1


def test_un_magasin_vide_ne_se_sauvegarde_pas(tmp_path, capsys):
    assert main(["sauvegarder", str(tmp_path / "s")]) == 1
    assert "vide" in capsys.readouterr().err and not (tmp_path / "s").exists()


# --- la clé


def test_la_cle_et_sa_copie_se_verifient(capsys, tmp_path):
    assert main(["cle", "verifier"]) == 1
    bring(export("heures", {}))
    assert main(["cle", "verifier"]) == 0
    assert "des données servies" in capsys.readouterr().out
    copy = tmp_path / "copie"
    shutil.copy(key_path(), copy)
    assert main(["cle", "verifier", "--copie", str(copy)]) == 0
    copy.chmod(0o600)
    copy.write_text("0" * 64)
    assert main(["cle", "verifier", "--copie", str(copy)]) == 1
    assert main(["cle", "verifier", "--copie", str(tmp_path / "absente")]) == 1
    key_path().chmod(0o600)
    key_path().write_text("1" * 64)
    assert main(["cle", "verifier"]) == 1


def test_changer_de_cle_redonne_les_memes_comptes_sous_d_autres_pseudonymes(monkeypatch, tmp_path):
    """La rotation du README : un magasin neuf, une clé neuve, les mêmes exports."""
    file = export("participants", {})
    bring(file)
    old, before = stored("participants"), store_path()
    first = read_key().identifier
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path / "neuf"))
    monkeypatch.setenv("CLAUSES_CLE_FICHIER", str(tmp_path / "cle_neuve"))
    bring(file)
    new = stored("participants")
    assert import_key().identifier != first == current_key(before)
    assert old.height == new.height == 1
    # La personne et son numéro sont sous la clé.
    sealed = ("personne", "numero_participant")
    assert all(set(old[one]).isdisjoint(new[one]) for one in sealed)
    assert old.drop(*sealed, "import_id").equals(new.drop(*sealed, "import_id"))


def current_key(store: Path) -> str:
    (path,) = store.glob("generations/*/manifest.json")
    return json.loads(path.read_text())["cle"]


def test_la_cle_n_est_jamais_dans_la_sauvegarde(tmp_path):
    bring(export("heures", {}))
    secret = key_path().read_text().strip()
    path = backup.back_up(tmp_path / "s.sauvegarde")
    assert secret.encode() not in path.read_bytes()
    assert bytes.fromhex(secret) not in path.read_bytes() and os.fspath(key_path())


# --- ce qui se saisit à la main survit à tout ce qui remplace les données


def _decision() -> object:
    (note,) = read_notes()
    return note.texte, [(one.statut, one.texte) for one in note.suites]


def _decide() -> None:
    noted("Relancer la structure")
    copil.follow_note(read_notes()[0].cle, "en_cours", "Courrier parti", "DDETS")


def _learn() -> None:
    save_mapping(Mapping("contrats", "CIE84", {"Employeur": "employeur"}))


# Nom -> (ce qui l'écrit, ce qu'on en relit).
REGISTRES: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "objectif": (
        lambda: set_objectif(2026, "heures_realisees", 120, "Copil", "DDETS", structure="CIE84"),
        lambda: read_register("objectifs"),
    ),
    "article 4": (
        lambda: add_step(2025, "CIE84", "État", "decision", date(2026, 3, 1), "Solde réduit",
                         "DDETS", suite="reduire"),
        lambda: read_register("mises_en_demeure"),
    ),
    "décision": (_decide, _decision),
    "disposition": (_learn, lambda: [(one.nom, one.mapping) for one in kept_mappings()]),
}  # fmt: skip


def _bring_again(_folder: Path) -> None:
    bring(export("contrats", {"N° contrat": "C2", "Date de fin réelle": "30/09/2024"}))


def _purge(_folder: Path) -> None:
    assert purge(date(2030, 1, 1))[0].personnes == 1


def _go_back(_folder: Path) -> None:
    assert main(["revenir", str(numbers()[0])]) == 0


def _lose_and_restore(folder: Path) -> None:
    assert main(["sauvegarder", str(folder / "s.sauvegarde")]) == 0
    shutil.rmtree(store_path())
    assert main(["restaurer", str(folder / "s.sauvegarde"), "--oui"]) == 0


@pytest.mark.parametrize("change", [_bring_again, _purge, _go_back, _lose_and_restore])
def test_ce_qui_se_saisit_a_la_main_survit(sans_epci, tmp_path, change):
    bring(export("contrats", {}))
    bring(export("contrats", {"N° contrat": "C3"}))
    for put, _ in REGISTRES.values():
        put()
    before = {name: read() for name, (_, read) in REGISTRES.items()}
    assert all(before.values())
    number = current().number
    change(tmp_path)
    assert change is _lose_and_restore or current().number != number
    assert {name: read() for name, (_, read) in REGISTRES.items()} == before
    assert alert() == ""


def test_une_photo_garde_les_suites_comme_elles_etaient():
    two = publish(2)
    _decide()
    taken = copil.take_photo("Copil", date(2026, 12, 3), two, {"annee": 2023, "epci": ""})
    copil.follow_note(read_notes()[0].cle, "faite", "Répondu", "CIE 84")
    copil.add_note("decision", "Autre", diapositive="h", chiffre="H", annee=2023)
    publish(3)
    (note,) = copil.photo(taken.code).notes
    assert [(one.statut, one.texte) for one in note.suites] == [("en_cours", "Courrier parti")]
    copil.remove_note(note.cle)
    assert [one.texte for one in read_notes()] == ["Autre"]
    assert [one.texte for one in copil.photo(taken.code).notes] == ["Relancer la structure"]
