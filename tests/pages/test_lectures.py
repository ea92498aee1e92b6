"""Ce qu'un graphique dit quand son constat ouvre déjà la page : des tables, et leur phrase."""

import polars as pl
import pytest

from pages.activite import findings as activite
from pages.beneficiaires import findings as beneficiaires
from pages.heures import figures
from pages.heures import findings as heures
from pages.shared.charts import bars, shares
from pages.shared.charts.rows import least_px
from pages.shared.words.findings.leaders import lowest
from pages.sorties import findings as sorties
from tests.support.page import plain


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("a", 3), ("b", 1)], "b, 1"),
        ([("a", 3), ("b", 1), ("c", 1)], ""),
        ([("a", 3), ("b", 3)], ""),
        ([("a", 3), ("b", None)], ""),
        ([], ""),
    ],
)
def test_le_plus_bas_n_est_dit_que_seul(entries, said):
    assert lowest(entries) == said


def months(*values, provisoires=0):
    count = len(values)
    return pl.DataFrame({
        "mois": [f"2023-{rank + 1:02}" for rank in range(count)],
        "heures_realisees": values,
        "est_provisoire": [rank >= count - provisoires for rank in range(count)],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (months(10.0, 30.0, 20.0),
         "Mois le plus fort : février 2023, 30 h ; le plus faible : janvier 2023, 10 h"),
        (months(10.0, 30.0, 5.0, provisoires=1),
         "Mois le plus fort : février 2023, 30 h ; le plus faible : janvier 2023, 10 h"),
        (months(10.0, 10.0), ""),
        (months(10.0), ""),
        (months(10.0, 20.0, provisoires=2), ""),
    ],
)  # fmt: skip
def test_les_mois_disent_leurs_extremes_saisie_finie(frame, said):
    assert plain(heures.peaks_words(frame)) == said


def test_les_structures_disent_leur_part_realisee():
    frame = pl.DataFrame({
        "structure": ["CIE84", "ITV", "total"], "taux_pct": [71.1, 64.3, 70.0],
    })  # fmt: skip
    assert plain(heures.rates_words(frame)) == "Part réalisée : CIE 84 (71,1 %) et ITV (64,3 %)"
    assert heures.rates_words(frame.filter(pl.col("structure") != "ITV")) == ""


def test_les_publics_et_leurs_reunions():
    frame = pl.DataFrame({
        "categorie": ["total", "brsa", "brsa_femmes", "th"],
        "libelle": ["Total", "Bénéficiaires du RSA", "Dont femmes", "Travailleurs handicapés"],
        "beneficiaires": [9, 5, 4, 2],
    })  # fmt: skip
    said = "Les plus nombreux : bénéficiaires du RSA (5) et travailleurs handicapés (2)"
    assert beneficiaires.publics_words(frame) == said
    assert beneficiaires.publics_words(frame.head(1)) == ""
    pairs = pl.DataFrame({
        "combinaison": ["aucune", "brsa+th", "brsa"], "nombre_categories": [0, 2, 1],
        "beneficiaires": [9, 3, 5],
    })  # fmt: skip
    assert plain(beneficiaires.pairs_words(pairs)) == (
        "Réunis le plus souvent : RSA + TH, 3 personnes"
    )
    assert beneficiaires.pairs_words(pairs.head(1)) == ""


@pytest.mark.parametrize(
    ("known", "unknown", "said"),
    [
        (9, 2, "Entre 40,2 et 62,9 % de sorties positives, selon 2 situations inconnues"),
        (9, 1, "Entre 40,2 et 62,9 % de sorties positives, selon 1 situation inconnue"),
        (9, 0, ""),
        (0, 3, ""),
    ],
)
def test_le_taux_de_sorties_dit_ses_bornes(known, unknown, said):
    frame = pl.DataFrame({
        "connues": [known], "inconnues": [unknown], "borne_basse_pct": [40.2],
        "borne_haute_pct": [62.9],
    })  # fmt: skip
    assert plain(sorties.range_words(frame)) == said


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        ([True], "1 collectivité sensibilisée, avec un marché clausé en cours"),
        ([True, True], "2 collectivités sensibilisées, toutes avec un marché clausé en cours"),
        ([True, False], "2 collectivités sensibilisées, dont 1 avec un marché clausé en cours"),
        ([False], "1 collectivité sensibilisée, sans marché clausé en cours"),
        ([False, False], "2 collectivités sensibilisées, toutes sans marché clausé en cours"),
    ],
)
def test_les_collectivites_disent_leurs_marches(clauses, said):
    assert plain(activite.with_clause_words(pl.DataFrame({"est_avec_clause": clauses}))) == said


def test_l_annexe_3_dit_sa_derniere_annee():
    frame = pl.DataFrame({
        "annee": [2022, 2023, 2023], "territoire": ["A", "A", "B"], "nombre_marches": [99, 5, 7],
    })  # fmt: skip
    said = "2 territoires en 2023 ; le plus de marchés : B, 7"
    assert plain(activite.annexe_words(frame)) == said


@pytest.mark.parametrize(
    ("now", "before", "anchors"),
    [(0.0, 758.0, ["bottom", "bottom"]), (500.0, 758.0, ["bottom", "top"]),
     (758.0, 500.0, ["top", "bottom"]), (758.0, 0.0, ["bottom", "bottom"])],
)  # fmt: skip
def test_le_nom_d_une_ligne_au_ras_de_l_axe_n_est_pas_coupe(now, before, anchors):
    """L'an passé d'abord, puis la période choisie."""
    frame = pl.DataFrame({
        "mois": ["2023-01", "2023-02"], "cumul": [0.0, now],
        "cumul_annee_precedente": [0.0, before], "est_comparable": [True, True],
        "est_provisoire": [False, False],
    })  # fmt: skip
    drawn = figures.heures_cumulees(frame)
    assert [one.yanchor for one in drawn.layout.annotations] == anchors


def test_une_largeur_suit_les_textes_d_un_graphique():
    """Au téléphone, ce qui est court tient ; des parts, au texte dans la barre, défilent."""
    few = bars.ranked_bars(["CIE 84", "ITV"], [2.0, 1.0], ["2 h", "1 h"])
    long = bars.ranked_bars(["Service départemental d'incendie"], [2.0], ["18 836 h (14,9 %)"])
    told = bars.ranked_bars(["Intérim Insertion Ventoux"], [2.0], ["x" * 50])
    parts = shares.stacked_shares(
        [("2023", "")], [shares.Share("Oui", [40.0], ["4"], "#123456")], [""]
    )
    assert [least_px(one) for one in (few, long, told, parts)] == [340, 480, 900, 900]


@pytest.mark.parametrize(
    ("known", "unknown", "said"),
    [
        (0, 0, "Aucun bénéficiaire"),
        (0, 3, "Rien n'est renseigné pour ces bénéficiaires"),
        (2, 3, "Premier : bac, 2"),
    ],
)
def test_personne_n_est_pas_un_public_non_renseigne(known, unknown, said):
    frame = pl.DataFrame({
        "niveau": ["bac", "inconnu"], "libelle": ["Bac", "Inconnu"],
        "beneficiaires": [known, unknown],
    })  # fmt: skip
    assert plain(beneficiaires.largest_words(frame, "niveau", "Premier", "Premiers")) == said
