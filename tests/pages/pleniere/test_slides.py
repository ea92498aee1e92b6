"""Les diapositives : leur ordre, leur forme, et qu'aucune ne montre un petit effectif exact."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import queries
from pages.pleniere import slides
from pages.pleniere.contexte import Comparaison
from pages.pleniere.ecran.drawing import draw
from pages.pleniere.slides import compose, fiches
from queries import copil
from tests.support import magasin_pleniere
from tests.support.magasin_pleniere import by_code
from tests.support.queries_store import COVE, LMV

# Ce que la convention fait examiner (article 6), dans cet ordre ; le reste se glisse entre.
ARTICLE_6 = (
    "synthese",
    "heures",
    "beneficiaires",
    "sorties",
    "marches",
    "financement",
    "decisions",
)


def test_l_ordre_est_celui_de_la_convention(read):
    shown = [one.code for one in compose(read, 2023)]
    assert [one for one in shown if one in ARTICLE_6] == list(ARTICLE_6)
    assert shown[0] == "synthese" and shown[-1] == "decisions"


def test_un_fichier_du_dossier_suffit_et_porte_un_rang_a_lui(read):
    files = {one.stem for one in Path(slides.__file__).parent.glob("*.py")} - {"__init__"}
    assert {one.code for one in fiches()} == files
    assert len({one.rang for one in fiches()}) == len({one.nom for one in fiches()}) == len(files)
    # Sans photo à laquelle comparer, ni changements ni suites.
    assert {one.code for one in compose(read, 2023)} == files - {"changements", "suites"}
    assert {one.nom for one in compose(read, 2023)} < {one.nom for one in fiches()}


def test_les_changements_suivent_la_synthese(read):
    compared = Comparaison((), "« Printemps »", "aujourd'hui")
    shown = compose(read, 2023, comparaison=compared)
    assert [one.code for one in shown[:3]] == ["synthese", "changements", "heures"]
    assert len(shown) == len(fiches()) - 1
    # Une décision du printemps ouvre la séance.
    taken = (copil.Note("b", "2026-06-01", "decision", "Relancer", "", "", 2023, "", ""),)
    compared = Comparaison((), "« Printemps »", "aujourd'hui", taken)
    shown = compose(read, 2023, notes=taken, comparaison=compared)
    assert shown[0].code == "suites" and len(shown) == len(fiches())


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


def test_une_table_vide_ne_casse_aucune_diapositive(store):
    """Une structure qui n'a rien envoyé : les graphiques disparaissent, jamais la diapositive."""

    def emptied(nom, **filtres):
        frame = queries.run_protected(nom, store, **filtres)
        kept = ("filtres_possibles", "date_des_donnees", "parametres", "chiffres_cles",
                "beneficiaires_par_categorie", "completude", "taux_sorties")  # fmt: skip
        return frame if nom in kept else frame.clear()

    assert {one.code for one in compose(emptied, 2023)} == set(magasin_pleniere.sans_photo())
    assert isinstance(emptied("marches_par_annee"), pl.DataFrame)
