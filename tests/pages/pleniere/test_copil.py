"""Le copil dans ses fichiers : notes, diapositives masquées, photos, écrites et relues."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import date

import pytest

from data.publish import Generation, copil, fingerprint
from data.publish.copil import CopilRefuse

JOUR = date(2026, 12, 3)


def note(store, texte="Revoir en juin", **more):
    given = {"diapositive": "heures", "chiffre": "2025 : 138 192", "annee": 2025, **more}
    return copil.add_note("decision", texte, store=store, **given)


def generation(store, octets=b"chiffres", number=1):
    """Une publication dont le fichier protégé est n'importe quoi : le copil ne l'ouvre pas."""
    folder = store / "generations" / str(number)
    folder.mkdir(parents=True)
    (folder / "protege.duckdb").write_bytes(octets)
    mark = fingerprint(folder / "protege.duckdb")
    return Generation(number, folder, {"protege": {"empreinte": mark}})


def test_une_note_se_relit_avec_sa_date_et_son_chiffre(tmp_path):
    written = note(tmp_path, epci="248400053", date_donnees="30 septembre 2026")
    (read,) = copil.read_notes(tmp_path)
    assert read == written
    assert (read.genre, read.chiffre, read.annee) == ("decision", "2025 : 138 192", 2025)
    assert date.fromisoformat(read.ecrite_le)


def test_les_notes_sont_dans_un_fichier_a_cote_des_generations(tmp_path):
    note(tmp_path)
    assert (tmp_path / "copil" / "notes.json").is_file()
    assert not list(tmp_path.rglob("*.duckdb"))


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("  deux\n\nlignes  ", "deux lignes"),
        ("\x00caché\x1b[31m", "caché [31m"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("é" * 400, "é" * 400),
    ],
)
def test_un_texte_libre_est_mis_sur_une_ligne_sans_commande(tmp_path, texte, attendu):
    assert note(tmp_path, texte).texte == attendu


@pytest.mark.parametrize("texte", ["", "   ", "\x00", "é" * 401])
def test_un_texte_vide_ou_trop_long_est_refuse(tmp_path, texte):
    with pytest.raises(CopilRefuse):
        note(tmp_path, texte)
    assert copil.read_notes(tmp_path) == []


def test_une_note_s_efface(tmp_path):
    kept, erased = note(tmp_path, "gardée"), note(tmp_path, "effacée")
    copil.remove_note(erased.cle, tmp_path)
    copil.remove_note("inconnue", tmp_path)
    assert copil.read_notes(tmp_path) == [kept]


def test_masquer_puis_montrer(tmp_path):
    copil.hide("pnad", True, tmp_path)
    copil.hide("pnad", True, tmp_path)
    copil.hide("mois", True, tmp_path)
    assert copil.read_hidden(tmp_path) == {"pnad", "mois"}
    copil.hide("pnad", False, tmp_path)
    assert copil.read_hidden(tmp_path) == {"mois"}


def test_deux_presentateurs_n_effacent_pas_les_notes_l_un_de_l_autre(tmp_path):
    threads = [threading.Thread(target=note, args=(tmp_path, f"note {one}")) for one in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.texte for one in copil.read_notes(tmp_path)} == {f"note {one}" for one in range(12)}


def test_une_photo_se_rouvre_identique_apres_un_import_une_purge_et_une_nouvelle_note(tmp_path):
    note(tmp_path, "au copil")
    served = generation(tmp_path)
    frozen = {"annee": 2025, "epci": "", "definitions": {"heures": "Ce qui est compté."}}
    taken = copil.take_photo("Copil d'automne", JOUR, served, frozen, tmp_path)
    generation(tmp_path, b"autres chiffres", number=2)
    shutil.rmtree(served.folder)
    note(tmp_path, "après le copil")
    again = copil.photo(taken.code, tmp_path)
    assert again is not None and again.content == taken.content
    assert taken.code == "2026-12-03_copil-d-automne"
    assert again.generation.protege.read_bytes() == b"chiffres"
    assert [one.texte for one in again.notes] == ["au copil"]


def test_une_photo_dont_le_fichier_a_change_ne_se_rouvre_pas(tmp_path):
    taken = copil.take_photo("Copil", JOUR, generation(tmp_path), {}, tmp_path)
    (taken.folder / "protege.duckdb").write_bytes(b"autre chose")
    assert copil.photo(taken.code, tmp_path) is None
    assert copil.photos(tmp_path) == []


def test_deux_photos_ne_portent_pas_le_meme_nom_a_la_meme_date(tmp_path):
    served = generation(tmp_path)
    copil.take_photo("Copil", JOUR, served, {}, tmp_path)
    with pytest.raises(CopilRefuse, match="déjà"):
        copil.take_photo("COPIL ", JOUR, served, {}, tmp_path)
    later = copil.take_photo("Copil", date(2027, 6, 1), served, {}, tmp_path)
    assert [one.code for one in copil.photos(tmp_path)] == [later.code, "2026-12-03_copil"]


@pytest.mark.parametrize("nom", ["", " ", "é" * 61])
def test_un_nom_de_photo_vide_ou_trop_long_est_refuse(tmp_path, nom):
    with pytest.raises(CopilRefuse):
        copil.take_photo(nom, JOUR, generation(tmp_path), {}, tmp_path)


def test_une_publication_sans_chiffres_proteges_ne_se_photographie_pas(tmp_path):
    bare = Generation(1, tmp_path / "generations" / "1", {})
    with pytest.raises(CopilRefuse, match="chiffres protégés"):
        copil.take_photo("Copil", JOUR, bare, {}, tmp_path)


@pytest.mark.parametrize("code", ["../../generations/1", "..", "", "/etc"])
def test_le_code_d_une_photo_ne_sort_pas_de_son_dossier(tmp_path, code):
    generation(tmp_path)
    (tmp_path / "copil" / "photos").mkdir(parents=True)
    assert copil.photo(code, tmp_path) is None


def test_une_ecriture_coupee_laisse_l_ancien_fichier(tmp_path):
    kept = note(tmp_path)
    (tmp_path / "copil" / "notes.json.brouillon").write_text('{"notes": [', "utf-8")
    assert copil.read_notes(tmp_path) == [kept]
    assert json.loads((tmp_path / "copil" / "notes.json").read_text("utf-8"))["masquees"] == []
