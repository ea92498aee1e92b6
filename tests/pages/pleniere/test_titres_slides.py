"""Ce que disent les diapositives : leurs titres et leurs phrases, sur les chiffres publiés."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

import queries
from pages.pleniere.contexte import open_contexte
from pages.pleniere.slides import compose
from pages.sorties.findings import compared as compared_rates
from tests.support.magasin_pleniere import by_code
from tests.support.page import plain
from tests.support.queries_store import COVE, LMV


def test_les_titres_disent_les_chiffres_du_magasin(read):
    """72 personnes x 12 mois x 10 h chaque année, 48 à Carpentras : comptés à la main."""
    slides = by_code(read, 2024)
    assert "8\u202f640 heures réalisées en 2024, autant qu'en 2023" in slides["heures"].titre
    assert slides["beneficiaires"].titre.startswith("72 bénéficiaires en 2024, autant qu'en 2023")
    said = slides["territoires"].titre
    assert said.startswith("CoVe\u00a0: 5\u202f760\u00a0h en 2024, 67\u00a0% du total")
    assert "objectif non fixé" in slides["heures"].titre
    assert by_code(read, 2024, COVE)["heures"].titre.startswith("CoVe · 5\u202f760 heures")


def test_ce_qui_n_est_pas_publie_pour_un_epci_se_montre_pour_le_vaucluse(read):
    slides, whole = by_code(read, 2023, COVE), by_code(read, 2023)
    for code in ("mois", "sorties", "types_sorties"):
        assert slides[code].titre == f"Vaucluse · {whole[code].titre}"
        assert slides[code].dessin == whole[code].dessin
        assert slides[code].perimetre == "tout le Vaucluse"
        assert "n'est pas publié pour CoVe" in slides[code].phrases[0]
    # La liste de tout ce qui est dans ce cas : une diapositive nouvelle peut s'y ajouter.
    told = slides["synthese"].phrases[-1]
    assert all(one in told for one in ("heures par mois", "sorties à six mois", "types de sorties"))
    small = by_code(read, 2023, LMV)["beneficiaires"]
    assert small.titre.startswith("Luberon Monts de Vaucluse · <\u00a020 bénéficiaires")
    assert small.dessin is None


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
    assert said in compared_rates(own, before)


def test_les_nombres_des_titres_sont_ecrits_a_la_francaise(read):
    for slide in compose(read, 2023):
        assert not re.search(r"\d\.\d|\d,\d{3}\b", slide.titre), slide.titre
        for _, text in slide.chiffres:
            assert not re.search(r"\d{4,}", text), text


def test_sans_chiffre_ni_pour_l_epci_ni_pour_le_vaucluse_la_synthese_le_dit(read):
    def without_rates(nom, **filtres):
        if nom == "taux_sorties_par_annee":
            raise queries.NonPublie
        return read(nom, **filtres)

    slides = by_code(without_rates, 2023, COVE)
    assert "sorties" not in slides
    assert "sorties à six mois" in slides["synthese"].phrases[-1]


def test_les_decisions_disent_les_objectifs_les_regles_et_les_envois(read):
    """Un objectif manqué, une part sous sa règle, un mois non reçu, un marché qui finit seul."""
    goal = pl.DataFrame({
        "indicateur": ["heures_realisees"], "structure": [None], "epci": [None], "annee": [2024],
        "objectif": [9000.0], "libelle": ["Heures réalisées"], "est_fixe": [True],
    })  # fmt: skip
    share = pl.DataFrame({
        "epci": [COVE], "nom_epci": ["CoVe"], "financeur": ["epci"], "part_pct": [8.5],
        "seuil_pct": [10.0], "sens": ["min"], "postes_non_renseignes": [0], "nombre_postes": [1],
        "est_sans_territoire": [False],
    })  # fmt: skip

    def changed(nom, **filtres):
        match nom:
            case "objectifs_et_realise":
                return goal
            case "financement_par_epci":
                return share
            case "marches_liste":
                every = read(nom, annee=2024)
                return every.with_columns(est_bientot_fini=pl.col("epci") == COVE)
        return read(nom, **filtres)

    slide = by_code(changed, 2024)["decisions"]
    # Ni engagements ni actions dans ce magasin : deux envois, des trois structures.
    assert slide.titre.replace("\u00a0", " ").endswith(
        "1 objectif manqué, 1 règle rompue, 2 envois qui manquent et 1 marché sans suite"
    )
    told = " ".join(slide.phrases).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Heures réalisées : 8 640 pour un objectif de 9 000 en 2024" in told
    assert "CoVe paie 8,5 % de son poste, sous 10 %" in told
    assert "à confirmer" not in told
    assert "1\u00a0objectif" not in by_code(changed, 2024, COVE)["decisions"].titre


@pytest.mark.parametrize(
    ("jour", "expected"),
    [
        (date(2024, 12, 30), False),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), True),
        (None, False),
    ],
)
def test_une_annee_est_finie_a_son_dernier_jour(read, jour, expected):
    context = replace(open_contexte(read, 2024), date_donnees=jour)
    assert context.is_finished(2024) is expected


def test_une_annee_entamee_se_dit_sur_les_sorties(read):
    def in_june(name, **asked):
        frame = read(name, **asked)
        return pl.DataFrame({"jour": [date(2024, 6, 30)]}) if name == "date_des_donnees" else frame

    shown = by_code(in_june, 2023)["sorties"]
    assert shown.dessin.categories == ("2023", "2024 (en cours)")
    assert [row[0] for row in shown.tableau[1:]] == list(shown.dessin.categories)


@pytest.mark.parametrize("annee", [2023, 2024])
def test_la_synthese_dit_heures_et_personnes_publiees(read, annee):
    """Les nombres du titre sont ceux du fichier protégé, et rien ne s'y compare."""
    rows = {row["indicateur"]: row for row in read("chiffres_cles", annee=annee).to_dicts()}
    hours, people = (rows[one]["valeur"] for one in ("heures_realisees", "beneficiaires"))
    title = plain(by_code(read, annee)["synthese"].titre)
    assert re.sub(r"(?<=\d) (?=\d)", "", title) == (
        f"{hours:.0f} heures d'insertion et {people:.0f} bénéficiaires en {annee}"
    )
