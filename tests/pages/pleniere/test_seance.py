"""Une séance : les notes, les diapositives masquées, la photo du copil."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest

from pages.pleniere.seance import Seance
from pages.pleniere.slides import compose, fiches
from queries import copil

JOUR = date(2026, 12, 3)


@pytest.fixture
def seance(store):
    return Seance(store, 1, 2023)


def test_les_notes_reviennent_sur_la_diapositive_des_decisions(read):
    written = [
        copil.Note("a", "2026-12-03", "commentaire", "À vérifier", "heures", "8 640", 2023, "", ""),
        copil.Note("b", "2026-06-01", "decision", "Objectif 2026", "heures", "8 640", 2023, "", ""),
    ]
    slide = compose(read, 2023, notes=written)[-1]
    assert slide.titre.startswith("1\u00a0décision à suivre, 1\u00a0commentaire")
    assert [row[1] for row in slide.tableau[1:]] == ["Décision", "Commentaire"]
    assert "Décision du 1er juin 2026 · Heures et objectifs, 2023" in slide.phrases[0]
    assert "Quelles décisions" in compose(read, 2023)[-1].titre


def test_une_diapositive_masquee_ne_se_montre_pas(seance):
    copil.hide("pnad", True, seance.store)
    shown = [one.code for one in seance.shown()]
    assert "pnad" not in shown and "pnad" in [one.code for one in seance.slides()]
    for code in (fiche.code for fiche in fiches()):
        copil.hide(code, True, seance.store)
    assert len(seance.shown()) == 1
    for code in (fiche.code for fiche in fiches()):
        copil.hide(code, False, seance.store)


def test_une_photo_montre_les_memes_diapositives_apres_une_note_et_une_redefinition(
    seance, monkeypatch
):
    before = seance.slides()
    taken = copil.take_photo("Copil", JOUR, annee=2023, store=seance.store)
    frozen = Seance(seance.store, 1, 2023, photo=taken.code)
    copil.add_note("decision", "Plus tard", diapositive="heures", chiffre="8 640", annee=2023,
                   store=seance.store)  # fmt: skip
    changed = taken.content["definitions"] | {"heures_realisees_par_annee": "Figée."}
    monkeypatch.setitem(taken.content, "definitions", changed)
    monkeypatch.setattr(Seance, "figee", property(lambda one: taken if one.photo else None))
    again = {one.code: asdict(one) for one in frozen.slides()}
    for slide in before:
        same = asdict(slide)
        if slide.code == "heures":
            assert again["heures"].pop("definition") == "Figée." != same.pop("definition")
        assert again[slide.code] == same, slide.code
    assert "changements" in [one.code for one in seance.slides()]
    assert "changements" not in again
