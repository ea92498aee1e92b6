"""Les diapositives, composées d'un petit magasin protégé ou de tables écrites ici."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from functools import partial

import polars as pl
import pytest

import queries
from pages.pleniere.drawing import draw
from pages.pleniere.seance import Seance
from pages.pleniere.slides import COMPOSITIONS, NOMS, compose
from pages.pleniere.slides.contexte import evolution
from pages.pleniere.slides.sorties import _compared
from queries import copil
from tests import magasin_pleniere
from tests.queries_store import COVE, LMV

JOUR = date(2026, 12, 3)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return magasin_pleniere.write(tmp_path_factory.mktemp("pleniere"))


@pytest.fixture(scope="module")
def read(store):
    return partial(queries.run_protected, store=store)


@pytest.fixture
def seance(store):
    return Seance(store, 1, 2023)


def by_code(read, annee, epci=None):
    return {one.code: one for one in compose(read, annee, epci)}


def test_l_ordre_est_celui_de_la_convention(read):
    assert [one.code for one in compose(read, 2023)] == list(COMPOSITIONS)
    assert set(COMPOSITIONS) < set(NOMS)


@pytest.mark.parametrize("epci", [None, COVE, LMV])
@pytest.mark.parametrize("annee", [2023, 2024])
def test_chaque_diapositive_est_entiere(read, annee, epci):
    for slide in compose(read, annee, epci):
        assert slide.titre and slide.mesure and slide.source and slide.perimetre, slide.code
        assert slide.date_donnees == "30 septembre 2026"
        assert len(slide.titre) <= 150 and len(slide.chiffres) <= 4, slide.code
        assert slide.definition == slide.definition.strip() != ""
        widths = {len(row) for row in slide.tableau}
        assert len(widths) <= 1, f"{slide.code} : tableau irrégulier"
        if slide.dessin:
            for serie in slide.dessin.series:
                assert len(serie.valeurs) == len(serie.textes) == len(slide.dessin.categories)
            assert draw(slide.dessin).to_plotly_json()["layout"]["width"]


def test_les_titres_disent_les_chiffres_du_magasin(read):
    """72 personnes x 12 mois x 10 h chaque année, 48 à Carpentras : comptés à la main."""
    slides = by_code(read, 2024)
    assert "8\u202f640 heures réalisées en 2024, autant qu'en 2023" in slides["heures"].titre
    assert slides["beneficiaires"].titre.startswith("72 bénéficiaires en 2024, autant qu'en 2023")
    said = slides["territoires"].titre
    assert said.startswith("CoVe\u00a0: 5\u202f760\u00a0h en 2024, 67\u00a0% du total")
    assert "objectif non fixé" in slides["heures"].titre
    assert by_code(read, 2024, COVE)["heures"].titre.startswith("CoVe · 5\u202f760 heures")


def test_ce_qui_n_est_pas_publie_le_dit_au_lieu_de_disparaitre(read):
    slides = by_code(read, 2023, COVE)
    for code in ("mois", "sorties", "types_sorties"):
        assert "non publié à cette maille" in slides[code].titre
        assert slides[code].dessin is None
    small = by_code(read, 2023, LMV)["beneficiaires"]
    assert small.titre.startswith("Luberon Monts de Vaucluse · <\u00a020 bénéficiaires")
    assert small.dessin is None


def test_la_regle_est_ecrite_la_ou_l_on_compte_des_personnes(read):
    rules = {code: one.regle for code, one in by_code(read, 2023).items()}
    counted = {code for code, rule in rules.items() if rule}
    assert counted == {"synthese", "beneficiaires", "sorties", "types_sorties"}
    assert "< 5" in rules["beneficiaires"]


def test_aucun_effectif_exact_petit_dans_les_diapositives(read, store):
    """Les effectifs exacts de 1 à 4 n'ont pas de place : < 5 ou non publié."""
    exact = queries.run("beneficiaires_par_categorie", store, annee=2023)
    published = by_code(read, 2023)["beneficiaires"].dessin
    assert published is not None
    for value in published.series[0].valeurs:
        assert value is None or value % 5 == 0
    assert exact.height


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(105, 100, "5\u00a0% de plus"), (97, 100, "3\u00a0% de moins"), (100, 100, "autant"),
     (100.4, 100, "autant"), (5, 0, "autant")],
)  # fmt: skip
def test_une_evolution_se_dit_en_mots(now, before, said):
    assert evolution(now, before) == said


def bounds(low, rate, high, annee=2024):
    return {"annee": annee, "borne_basse_pct": low, "taux_pct": rate, "borne_haute_pct": high}


@pytest.mark.parametrize(
    ("own", "before", "said"),
    [
        (bounds(51, 55, 60), bounds(40, 45, 50, 2023), "c'est plus"),
        (bounds(50, 55, 60), bounds(40, 45, 50, 2023), "dans l'incertitude"),
        (bounds(30, 35, 39), bounds(40, 45, 50, 2023), "c'est moins"),
        (bounds(30, 35, 40), bounds(40, 45, 50, 2023), "dans l'incertitude"),
    ],
)
def test_deux_taux_ne_se_comparent_que_hors_de_leurs_bornes(own, before, said):
    assert said in _compared(own, before)


def test_les_notes_reviennent_sur_la_diapositive_des_decisions(read):
    written = [
        copil.Note("a", "2026-12-03", "commentaire", "À vérifier", "heures", "8 640", 2023, "", ""),
        copil.Note("b", "2026-06-01", "decision", "Objectif 2026", "heures", "8 640", 2023, "", ""),
    ]
    slide = compose(read, 2023, notes=written)[-1]
    assert slide.titre.startswith("1\u00a0décision enregistrée, 1\u00a0commentaire")
    assert [row[1] for row in slide.tableau[1:]] == ["Décision", "Commentaire"]
    assert "Décision du 1er juin 2026 · Heures et objectifs, 2023" in slide.phrases[0]
    assert "Quelles décisions" in compose(read, 2023)[-1].titre


def test_une_diapositive_masquee_ne_se_montre_pas(seance):
    copil.hide("pnad", True, seance.store)
    shown = [one.code for one in seance.shown()]
    assert "pnad" not in shown and "pnad" in [one.code for one in seance.slides()]
    for code in COMPOSITIONS:
        copil.hide(code, True, seance.store)
    assert len(seance.shown()) == 1
    for code in COMPOSITIONS:
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


def test_les_nombres_des_titres_sont_ecrits_a_la_francaise(read):
    for slide in compose(read, 2023):
        assert not re.search(r"\d\.\d|\d,\d{3}\b", slide.titre), slide.titre
        for _, text in slide.chiffres:
            assert not re.search(r"\d{4,}", text), text


def test_une_table_vide_ne_casse_aucune_diapositive(store):
    """Une structure qui n'a rien envoyé : les graphiques disparaissent, jamais la diapositive."""

    def emptied(nom, **filtres):
        frame = queries.run_protected(nom, store, **filtres)
        kept = ("filtres_possibles", "date_des_donnees", "parametres", "chiffres_cles",
                "beneficiaires_par_categorie", "completude", "taux_sorties")  # fmt: skip
        return frame if nom in kept else frame.clear()

    assert len(compose(emptied, 2023)) == len(COMPOSITIONS)
    assert isinstance(emptied("marches_par_annee"), pl.DataFrame)
