"""Les suites du copil : qui, pour quand, où en est-on ; en tête du suivant, figées en photo."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

import queries
from data.publish.copil import CopilRefuse, damages
from pages.pleniere.contexte import Comparaison
from pages.pleniere.document import document_of
from pages.pleniere.edition.statique import edition_bytes
from pages.pleniere.seance import Seance
from pages.pleniere.slide import figures_of
from pages.pleniere.slides import compose, figure_now
from pages.pleniere.slides.suites import due
from queries import copil

COPIL = date(2026, 6, 15)
FAITE, OUVERTE = "Relancer ITV sur ses exports", "Fixer les objectifs de 2027"


def decide(store: Path, texte: str = FAITE, **more: object) -> copil.Note:
    given = {"diapositive": "", "chiffre": "", "annee": 2023, **more}
    return copil.add_note("decision", texte, store=store, **given)


@pytest.fixture(scope="module")
def store(magasin_protege, tmp_path_factory) -> Path:
    """Un copil passé, photographié, et ce qui s'est passé depuis."""
    folder = tmp_path_factory.mktemp("suites") / "magasin"
    shutil.copytree(magasin_protege, folder)
    slide = next(one for one in Seance(folder, 1, 2023).slides() if len(figures_of(one)) > 1)
    figure = figures_of(slide)[1]
    done = decide(folder, responsable="DDETS", echeance=date(2026, 9, 30),
                  diapositive=slide.code, chiffre=figure)  # fmt: skip
    decide(folder, OUVERTE, responsable="Copil", echeance=date(2026, 7, 1))
    copil.take_photo("Copil de juin", COPIL, annee=2023, store=folder, number=1)
    copil.follow_note(done.cle, "en_cours", "Courrier envoyé.", "DDETS", folder)
    copil.follow_note(done.cle, "faite", "Exports reçus.", "ITV", folder)
    decide(folder, "Prise depuis")
    return folder


def test_le_copil_suivant_commence_par_ce_qui_a_ete_fait(store):
    first = Seance(store, 1, 2023).slides()[0]
    assert first.code == "suites"
    assert "1\u00a0décision faite" in first.titre and "1\u00a0décision pas faite" in first.titre
    assert "1\u00a0décision prise depuis" in first.titre
    # Celle qui attend d'abord ; « Prise depuis » n'est pas une suite du dernier copil.
    assert [row[0] for row in first.tableau[1:]] == [OUVERTE, FAITE]
    told = dict(zip(first.tableau[0], first.tableau[2], strict=True))
    assert (told["Qui"], told["Où en est-on"]) == ("DDETS", "Faite")
    assert "Exports reçus. (ITV" in told["Ce qui s'est passé"]
    # Les chiffres servis n'ont pas changé : alors et maintenant se lisent pareil.
    assert told["Chiffre alors"].endswith(told["Chiffre maintenant"])
    assert told["Chiffre maintenant"] != "sans chiffre attaché"


def test_les_decisions_closes_sont_dans_les_suites_et_nulle_part_ailleurs(store):
    slide = Seance(store, 1, 2023).slides()[-1]
    assert slide.code == "decisions" and slide.titre.startswith("2\u00a0décisions à suivre")
    shown = {row[3] for row in slide.tableau[1:]}
    assert shown == {OUVERTE, "Prise depuis"}
    assert not any(FAITE in one or "close" in one for one in slide.phrases)
    # Prise et close depuis la photo : dans les suites aussi ; sans suites, une phrase la compte.
    done = next(one for one in copil.read_notes(store) if one.texte == FAITE)
    closed = replace(done, cle="d", texte="Vite faite")
    compared = Comparaison((), "« Juin »", "aujourd'hui")
    read = partial(queries.run_protected, store=store)
    first, *_, last = compose(read, 2023, notes=(closed,), comparaison=compared)
    assert first.code == "suites" and first.tableau[1][0] == "Vite faite"
    assert "close" not in " ".join(last.phrases)
    last = compose(read, 2023, notes=(closed,))[-1]
    assert last.phrases[0] == "1\u00a0décision close\u00a0: page Préparer le copil."


def test_l_edition_dit_chaque_sujet_a_decider(store):
    document = document_of(Seance(store, 1, 2023), est_exemple=False)
    told = (*document.releve.phrases[:2], "Premier sujet.", "Second sujet.")
    page = edition_bytes(replace(document, releve=replace(document.releve, phrases=told)))
    said = page.decode("utf-8")
    assert "Premier sujet." in said and "Second sujet." in said


def test_la_photo_garde_les_decisions_comme_elles_etaient(store):
    (photo,) = copil.photos(store)
    assert {one.statut for one in photo.notes} == {"a_faire"}
    assert {one.statut for one in copil.read_notes(store)} == {"a_faire", "faite"}
    assert "suites" not in {one.code for one in Seance(store, 1, 2023, photo=photo.code).slides()}


def test_les_suites_partent_dans_l_edition(store):
    page = edition_bytes(document_of(Seance(store, 1, 2023), est_exemple=False)).decode("utf-8")
    assert OUVERTE in page and "Exports reçus." in page


def test_un_chiffre_disparu_ne_s_invente_pas(store):
    from pages.pleniere.seance import read_of

    read = read_of(Seance(store, 1, 2023))
    for more in ({"diapositive": "heures", "chiffre": "Rien de tel : 12"},
                 {"diapositive": "disparue", "chiffre": "Heures : 12"},
                 {"diapositive": "heures", "chiffre": "Toute la diapositive"},
                 {"diapositive": "heures", "chiffre": "Heures : 12", "annee": 1999}):  # fmt: skip
        given = {"cle": "a", "ecrite_le": "2026-01-01", "genre": "decision", "texte": "x",
                 "annee": 2023, "epci": "", "date_donnees": ""}  # fmt: skip
        assert figure_now(read, copil.Note(**{**given, **more})) == ""


@pytest.mark.parametrize(
    ("statut", "today", "told"),
    [
        ("a_faire", date(2026, 7, 1), "pour le 1er juillet 2026"),
        ("a_faire", date(2026, 7, 3), "pour le 1er juillet 2026, en retard de 2\u00a0jours"),
        ("en_cours", date(2026, 7, 2), "pour le 1er juillet 2026, en retard de 1\u00a0jour"),
        ("faite", date(2027, 1, 1), "pour le 1er juillet 2026"),
    ],
)
def test_une_echeance_passee_se_dit_tant_que_la_decision_attend(tmp_path, statut, today, told):
    note = decide(tmp_path, echeance=date(2026, 7, 1))
    copil.follow_note(note.cle, statut, "Dit.", "DDETS", tmp_path)
    assert due(copil.read_notes(tmp_path)[0], today) == told


@pytest.mark.parametrize(
    ("cle", "statut", "texte", "par"),
    [
        ("", "faite", "Fait", "DDETS"),
        (None, "faite", "", "DDETS"),
        (None, "faite", "Fait", " "),
        (None, "inconnu", "Fait", "DDETS"),
    ],
)
def test_une_suite_incomplete_est_refusee(tmp_path, cle, statut, texte, par):
    note = decide(tmp_path)
    with pytest.raises(CopilRefuse):
        copil.follow_note(note.cle if cle is None else cle, statut, texte, par, tmp_path)
    assert copil.read_notes(tmp_path)[0].suites == ()


def test_deux_personnes_qui_suivent_la_meme_decision_ne_perdent_rien(tmp_path):
    note = decide(tmp_path)
    threads = [
        threading.Thread(
            target=copil.follow_note, args=(note.cle, "en_cours", f"suite {one}", "DDETS", tmp_path)
        )
        for one in range(10)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    (found,) = copil.read_notes(tmp_path)
    assert {one.texte for one in found.suites} == {f"suite {one}" for one in range(10)}


def test_un_carnet_d_avant_les_suites_se_relit(tmp_path):
    old = {name: one for name, one in asdict(decide(tmp_path)).items()
           if name not in ("responsable", "echeance", "suites")}  # fmt: skip
    (tmp_path / "copil" / "notes.avant.json").unlink(missing_ok=True)
    (tmp_path / "copil" / "notes.json").write_text(
        json.dumps({"notes": [old], "masquees": []}), "utf-8"
    )
    (found,) = copil.read_notes(tmp_path)
    assert (found.texte, found.responsable, found.statut) == (FAITE, "", "a_faire")
    assert damages(tmp_path) == []
