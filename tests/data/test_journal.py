"""Le journal des accès : en ajout seul, sans nom ni chiffre, gardé le temps fixé."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import date, datetime, timedelta

import pytest

from data.__main__ import main
from data.publish import backup
from data.publish.acces import Identite, give, purge_journal, read_journal, record, withdraw
from data.publish.acces.journal import FICHIER, SEL, journal_folder
from data.reference import in_force
from tests.support.queries_store import COVE

EMAIL = "referente@exemple.fr"
QUI = Identite(email=EMAIL, revendications={"sub": "un"})


def lines() -> list[dict[str, str]]:
    text = (journal_folder() / FICHIER).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_une_personne_y_est_sous_le_meme_pseudonyme_et_jamais_en_clair():
    record("connexion", QUI, "")
    record("export", Identite(email=EMAIL.upper()), "heures.mois csv")
    record("connexion", Identite(revendications={"sub": "deux"}), "")
    record("refus", "", "nonce")
    said = lines()
    assert [one["sorte"] for one in said] == ["connexion", "export", "connexion", "refus"]
    assert said[0]["qui"] == said[1]["qui"] != said[2]["qui"] and said[3]["qui"] == ""
    text = (journal_folder() / FICHIER).read_text("utf-8").lower()
    assert EMAIL not in text and "deux" not in text
    assert (journal_folder() / SEL).stat().st_mode & 0o077 == 0


def test_un_autre_magasin_donne_un_autre_pseudonyme(tmp_path):
    for name in ("un", "deux"):
        record("connexion", QUI, "", tmp_path / name)
    one, two = (read_journal(tmp_path / name)[0].qui for name in ("un", "deux"))
    assert one != two


def test_qui_tient_le_registre_reconnait_ceux_qu_il_a_nommes(capsys):
    record("connexion", QUI, "")
    record("connexion", Identite(email="inconnu@exemple.fr"), "")
    today = date.today()
    row = {"role": "referent_epci", "epci": COVE, "email": EMAIL, "du": today, "au": today}
    withdraw(give(row, "DDETS"), "DDETS")
    found = read_journal()
    assert [one.sorte for one in found] == ["droit", "droit", "connexion", "connexion"]
    assert [one.quoi for one in found[:2]] == ["retirer le droit n° 1", "donner le droit n° 1"]
    assert found[3].qui == EMAIL and "@" not in found[2].qui
    assert main(["acces", "journal"]) == 0
    assert EMAIL in capsys.readouterr().out


@pytest.mark.parametrize("quoi", ['"cité" <b>', "a@exemple.fr", "ligne\nde plus", "x" * 500])
def test_ce_qui_est_dit_ne_cite_personne_et_tient_sur_une_ligne(quoi):
    record("import", QUI, quoi)
    [said] = lines()
    assert not set('@<>"\n') & set(said["quoi"]) and len(said["quoi"]) <= 160


def test_une_sorte_inconnue_est_une_faute():
    with pytest.raises(ValueError, match="lecture"):
        record("lecture", QUI, "")


def test_rien_ne_s_efface_avant_la_duree_et_tout_s_efface_apres():
    months = int(in_force()["journal_mois"])
    record("connexion", QUI, "")
    path = journal_folder() / FICHIER
    [recent] = path.read_text("utf-8").splitlines()

    def aged(days: int) -> str:
        when = datetime.now() - timedelta(days=days)
        return json.dumps(json.loads(recent) | {"le": when.isoformat()}, ensure_ascii=False)

    old, kept = aged(31 * months + 2), aged(30 * months - 2)
    path.write_text(f"{old}\n{kept}\nune ligne coup", "utf-8")
    assert len(read_journal()) == 1, "le lecteur ne rend pas ce qui a passé la durée"
    purge_journal()
    assert path.read_text("utf-8").splitlines() == [kept]
    path.write_text(f"{old}\n{kept}\nune ligne coup", "utf-8")
    record("deconnexion", QUI, "")
    assert path.read_text("utf-8").splitlines()[0] == kept and len(lines()) == 2


def test_une_ligne_coupee_ne_perd_qu_elle():
    record("connexion", QUI, "")
    path = journal_folder() / FICHIER
    path.write_bytes(path.read_bytes() + b'{"le": "2026-')
    record("deconnexion", QUI, "")
    assert [one.sorte for one in read_journal()] == ["deconnexion", "connexion"]


def test_deux_ecritures_a_la_fois_ne_se_melent_pas():
    threads = [
        threading.Thread(target=lambda: [record("export", QUI, "x") for _ in range(20)])
        for _ in range(4)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(lines()) == 80


def test_un_journal_qui_ne_s_ecrit_pas_n_arrete_personne(caplog):
    journal_folder().parent.mkdir(parents=True, exist_ok=True)
    journal_folder().write_text("un fichier à sa place")
    record("connexion", QUI, "")
    assert "ne s'écrit pas" in caplog.text and EMAIL not in caplog.text


def test_ni_sauvegarde_ni_restauration_n_y_touchent(tmp_path, magasin_exemples):
    store = tmp_path / "copie"
    shutil.copytree(magasin_exemples, store)
    record("connexion", QUI, "", store)
    saved = backup.back_up(tmp_path / "s.sauvegarde", store)
    record("deconnexion", QUI, "", store)
    backup.put_back(backup.open_backup(saved, store), store)
    assert [one.sorte for one in read_journal(store)] == ["deconnexion", "connexion"]
    other = tmp_path / "autre"
    backup.put_back(backup.open_backup(saved, other), other)
    assert not journal_folder(other).exists()
