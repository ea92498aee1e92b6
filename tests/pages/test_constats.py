"""La grammaire des constats, à part des pages : comparer, classer, accorder."""

from __future__ import annotations

import polars as pl
import pytest

from pages.shared.words.findings.changes import (
    Change,
    change_of,
    during,
    points,
    signed,
    tail,
    than,
    told,
)
from pages.shared.words.findings.leaders import entries_of, first, leaders, ranking, spread
from pages.shared.words.findings.nouns import HEURES, MARCHES, Noun, of, of_all, sentence
from pages.shared.words.formatting import lower_first, percent

NB, MINUS, FINE = "\u00a0", "\u2212", "\u202f"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (Change(110, 100), "plus"),
        (Change(90, 100), "moins"),
        (Change(100, 100), "autant"),
        # Un millième ne se lit pas : 0 % n'est ni plus ni moins.
        (Change(1001, 1000), "presque"),
        (Change(999, 1000), "presque"),
        (Change(7.2, 7), "presque"),
        (Change(None, 100), "inconnu"),
        (Change(100, None), "inconnu"),
        (Change(0, 0), "autant"),
        (Change(5, 0), "plus"),
        # Ce qu'on ignore peut relever l'un ou l'autre : seul ce qu'il ne peut renverser se dit.
        (Change(170, 116, now_more=96, before_more=72), "incertain"),
        (Change(189, 116, now_more=96, before_more=72), "plus"),
        (Change(188, 116, now_more=96, before_more=72), "incertain"),
        (Change(100, 150, now_more=49), "moins"),
        (Change(100, 150, now_more=50), "incertain"),
        (Change(100, 100, now_more=1), "incertain"),
        # L'arrondi au multiple de 5 déplace chaque effectif de 2 au plus.
        (Change(35, 30, margin=4), "plus"),
        (Change(35, 30, margin=5), "incertain"),
        (Change(170, 116, est_comparable=False), "incomparable"),
        (Change(None, 116, est_comparable=False), "inconnu"),
    ],
)
def test_un_changement_ne_se_dit_que_s_il_est_sur(change, verdict):
    assert change.verdict == verdict


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(106, 100), f"6{NB}% de plus qu'en 2024"),
        (Change(94, 100), f"6{NB}% de moins qu'en 2024"),
        (Change(100, 100), "autant qu'en 2024"),
        (Change(1001, 1000), "presque autant qu'en 2024"),
        # Sous trente, un pourcentage varie trop : l'écart est un nombre.
        (Change(12, 5), "7 de plus qu'en 2024"),
        (Change(5, 0), "5 de plus qu'en 2024"),
        (Change(30, 100, now_more=90), "l'écart avec 2024 est dans l'incertitude"),
        (Change(0, 3594), f"contre 3{FINE}594 en 2024"),
        (Change(1, None), ""),
    ],
)
def test_un_changement_en_mots(change, said):
    assert told(change, "2024") == said


def test_deux_valeurs_qui_ne_se_comparent_pas_se_disent_toutes_les_deux():
    said = told(Change(90, 1200, est_comparable=False), "2024")
    assert said.startswith(f"1{FINE}200 en 2024") and "ne se compare pas" in said


@pytest.mark.parametrize(
    ("period", "second", "moment"),
    [
        ("2024", "qu'en 2024", "en 2024"),
        ("1er semestre 2024", "qu'au 1er semestre 2024", "au 1er semestre 2024"),
        ("janvier à juin 2024", "que de janvier à juin 2024", "de janvier à juin 2024"),
        ("janvier 2024", "qu'en janvier 2024", "en janvier 2024"),
    ],
)
def test_le_second_terme_et_le_moment(period, second, moment):
    assert (than(period), during(period)) == (second, moment)


def line(**more):
    row = {"valeur": 300.0, "valeur_comparee": 210.0, "valeur_precedente": 200.0,
           "periode_comparee": "janvier à juin 2026", "periode_precedente": "janvier à juin 2025",
           "est_comparable": True}  # fmt: skip
    return {**row, **more}


def test_d_une_periode_entamee_la_part_qui_se_compare_est_dite():
    assert tail(line()) == (
        f", dont 210 de janvier à juin, saisie finie : 5{NB}% de plus que de janvier à juin 2025"
    )
    whole = line(periode_comparee="2026", periode_precedente="2025", valeur_comparee=300.0)
    assert tail(whole) == f", 50{NB}% de plus qu'en 2025"
    assert tail(line(valeur_precedente=None)) == ""
    # Une photo d'avant cette règle n'a pas ces colonnes : elle ne dit aucun changement.
    assert tail({"valeur": 3.0, "valeur_precedente": 2.0, "periode_precedente": "2025"}) == ""


def test_une_ligne_porte_ce_qu_on_ignore_des_deux_cotes():
    row = line(inconnus=3, inconnus_precedents=None)
    assert change_of(row) == Change(210.0, 200.0, 3, 0)


@pytest.mark.parametrize(
    ("change", "period", "earlier", "said"),
    [
        (Change(108, 100), "2023", "2022", f"+8{NB}% entre 2022 (100) et 2023"),
        (Change(5, 12), "2023", "2022", f"{MINUS}7 entre 2022 (12) et 2023"),
        (Change(7, 7), "2023", "2022", "stable entre 2022 (7) et 2023"),
        (
            Change(71, 66), "janvier à juin 2026", "janvier à juin 2025",
            f"+8{NB}% · janvier à juin 2026 (71), comparé à janvier à juin 2025 (66)",
        ),
        (Change(170, 116, 96), "2023", "2022", f"+47{NB}% entre 2022 (116) et 2023"),
        (Change(170, 116, 96, 72), "2023", "2022", "116 en 2022, écart dans l'incertitude"),
        (Change(1, None), "2023", "2022", ""),
    ],
)  # fmt: skip
def test_une_evolution_sous_un_chiffre(change, period, earlier, said):
    assert signed(change, period, earlier) == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [(51.3, 48.1, f"+3,2{NB}points"), (48.1, 51.3, f"{MINUS}3,2{NB}points"),
     (49.3, 48.1, f"+1,2{NB}point"),
     (50.0, 50.04, "stable"), (None, 50.0, "")],
)  # fmt: skip
def test_un_ecart_de_taux(now, before, said):
    assert points(now, before) == said


@pytest.mark.parametrize(
    ("entries", "names", "text"),
    [
        ([("A", 3), ("B", 5)], ("B",), "5"),
        ([("A", 5), ("B", 5), ("C", 1)], ("A", "B"), "5"),
        # 4,96 et 5,04 s'écrivent de même : le lecteur ne peut les départager.
        ([("A", 4.96), ("B", 5.04)], ("A", "B"), "5"),
        ([("A", None), ("B", 0)], (), "non renseigné"),
        ([], (), "non renseigné"),
    ],
)
def test_les_premiers_d_une_liste(entries, names, text):
    found = leaders(entries)
    assert (found.names, found.text) == (names, text)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("CDI", 30), ("Intérim", 35)], "Premier : Intérim, 35"),
        ([("CDI", 30), ("Intérim", 30)], "Premiers : CDI et Intérim à égalité, 30 chacun"),
        (
            [(one, 25) for one in "ABCDEF"],
            "Premiers : A, B, C et 3 autres à égalité, 25 chacun",
        ),
        ([(one, 25) for one in "ABCD"], "Premiers : A, B, C et D à égalité, 25 chacun"),
        ([("CDI", None)], ""),
    ],
)
def test_le_premier_ou_les_ex_aequo(entries, said):
    assert first(leaders(entries), alone="Premier", tied="Premiers") == said


def test_un_titre_court_compte_les_ex_aequo_aux_longs_noms():
    long = leaders([("bénéficiaires du RSA", 5), ("demandeurs d'emploi de longue durée", 5)])
    short = leaders([("CDI", 5), ("Intérim", 5)])
    words = {"alone": "d'abord", "tied": "d'abord", "counted_as": "publics"}
    assert first(long, **words) == "d'abord : 2 publics à égalité, 5 chacun"
    assert first(short, **words) == "d'abord : CDI et Intérim à égalité, 5 chacun"
    assert first(long, alone="d'abord", tied="d'abord").endswith("à égalité, 5 chacun")


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("A", 12), ("B", 8), ("C", 3)], "A (12) et B (8)"),
        ([("A", 12), ("B", 8), ("C", 8)], "A (12) et B et C à égalité (8 chacun)"),
        ([("A", 12)], "A (12)"),
        # Deux acheteurs de même nom restent deux.
        ([("A", 12), ("A", 8)], "A (12) et A (8)"),
        ([("A", 0), ("B", None)], ""),
    ],
)
def test_une_enumeration_de_premiers(entries, said):
    assert ranking(entries, 2) == said


def test_l_egalite_se_juge_a_l_ecriture_de_la_page():
    entries = [("A", 17.31), ("B", 17.34)]
    assert leaders(entries, percent).names == ("A", "B")
    assert leaders(entries, lambda part: percent(part, 2)).names == ("B",)


@pytest.mark.parametrize(
    ("noun", "value", "said"),
    [
        (HEURES, 0, "aucune heure d'insertion"),
        (MARCHES, 0, "aucun marché"),
        (MARCHES, 1, f"1{NB}marché"),
        (MARCHES, 2, f"2{NB}marchés"),
        (HEURES, 0.4, "aucune heure d'insertion"),
        (HEURES, 1.5, f"2{NB}heures d'insertion"),
        (HEURES, None, f"heures d'insertion{NB}: non renseigné"),
        (Noun("a", "ont", rien="aucun n'a"), 0, "aucun n'a"),
    ],
)
def test_rien_un_et_plusieurs_ont_leur_accord(noun, value, said):
    assert noun.counted(value) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("ITV", "d'ITV"), ("CIE 84", "de CIE 84"), ("État", "d'État"), ("Orange", "d'Orange"),
     ("Les Sorgues du Comtat", "des Sorgues du Comtat"), ("Le Pontet", "du Pontet")],
)  # fmt: skip
def test_l_elision(name, said):
    assert of(name) == said


def test_une_enumeration_elide_chaque_nom():
    assert of_all(["CIE 84", "ITV", "MLJGA"]) == "de CIE 84, d'ITV et de MLJGA"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Commune", "commune"), ("État", "État"), ("Établissement public", "établissement public"),
     ("France Travail", "France Travail"),
     ("Grand Avignon", "Grand Avignon"), ("CDI", "CDI"), ("Bénéficiaires du RSA",
     "bénéficiaires du RSA")],
)  # fmt: skip
def test_un_nom_propre_garde_sa_majuscule(text, said):
    assert lower_first(text) == said
    assert sentence(said) == text


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([], ""),
        ([("A", 12.0), ("B", None)], ""),
        ([("A", 12.04), ("B", 12.0)], f"12,0{NB}% partout"),
        ([("A", 0.0), ("B", 40.0)], f"de 0,0{NB}% (A) à 40,0{NB}% (B)"),
        (
            [("A", 40.0), ("B", 12.0), ("C", 40.01)],
            f"de 12,0{NB}% (B) à 40,0{NB}% (A et C à égalité)",
        ),
    ],
)
def test_une_liste_va_du_plus_bas_au_plus_haut(entries, said):
    assert spread(entries, percent) == said


def test_ce_qui_se_classe_d_une_table_s_ecrit_comme_au_milieu_d_une_phrase():
    frame = pl.DataFrame({"libelle": ["Bénéficiaires du RSA", "TH"], "nombre": [3, None]})
    assert entries_of(frame, "libelle", "nombre") == [("bénéficiaires du RSA", 3), ("TH", None)]
