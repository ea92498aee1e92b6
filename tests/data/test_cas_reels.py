"""Les fichiers de ../shared/cas_reels finissent comme CAS.md le dit, par la vraie porte d'entrée.

Sortes A, B, C, I, J et K (dates, emboîtements, octets, cellules, classeurs, écritures des DECP),
puis D à H et L (milliers, lignes décalées, mois, noms, numéros, phrases). Sans le dossier, restent
leurs jumeaux inventés : tests/data/decp, tests/data/read/test_formes.py.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from data.check import Prepared
from data.importer import prepare_paths
from data.recognize import Options
from tests.support.places import SHARED

CAS = SHARED / "cas_reels"
OPTIONS = Options(structure="cie84", extraction=date(2024, 12, 31))
AVEC = ("Clause sociale", "Critère social", "Clause sociale, Critère social", "Marché réservé")
pytestmark = pytest.mark.skipif(not CAS.is_dir(), reason="dossier ../shared/cas_reels absent")


@cache
def outcome(name: str) -> Prepared:
    (found,) = prepare_paths([CAS / name], OPTIONS).fichiers
    return found


def column(name: str, field: str) -> list:
    one = outcome(name)
    assert one.issue == "importe", one.anomalies["message"].to_list()
    return one.rows[field].to_list()


def said(name: str) -> str:
    return " ".join(outcome(name).anomalies["message"])


def years(name: str) -> list[int]:
    return sorted(day.year for day in column(name, "date_notification"))


def social(name: str) -> tuple[int, int]:
    """Contrats avec et sans considération sociale, comptés ici sur le texte lu."""
    first = outcome(name).rows.filter(outcome(name).rows["modification_id"].fill_null(0) == 0)
    texts = first.unique("numero")["considerations_sociales"].to_list()
    return sum(text in AVEC for text in texts), sum(text not in (None, *AVEC) for text in texts)


def people(name: str) -> set[tuple]:
    rows = outcome(name).rows
    return set(rows.select("personne", "date_debut", "date_fin").rows())


def hours(name: str) -> float:
    return sum(column(name, "heures_realisees"))


CHECKS: dict[str, Callable[[], bool]] = {
    "decp_date_fuseau.json": lambda: (
        years("decp_date_fuseau.json") == [2024] * 3 and social("decp_date_fuseau.json") == (1, 2)
    ),
    "decp_date_utc.json": lambda: years("decp_date_utc.json") == [2024] * 3,
    "x_dates_23h.xlsx": lambda: (
        people("x_dates_23h.xlsx") == people("x_dates_justes_itv.xlsx")
        and "veille" in said("x_dates_23h.xlsx")
    ),
    "x_dates_23h59.xlsx": lambda: (
        column("x_dates_23h59.xlsx", "date_debut") == [date(2024, 1, 1)]
        and "veille" in said("x_dates_23h59.xlsx")
    ),
    "heures_mois_longs.csv": lambda: (
        date(2024, 10, 1) in column("heures_mois_longs.csv", "mois")
        and min(column("heures_mois_longs.csv", "mois")) == date(2024, 1, 1)
    ),
    "decp_considerations_formes.json": lambda: social("decp_considerations_formes.json") == (8, 1),
    "decp_emballage_listes.json": lambda: (
        {
            (one["titulaire_id"], one["modification_id"], one["duree_mois"])
            for one in outcome("decp_emballage_listes.json").rows.iter_rows(named=True)
            if one["numero"] == "G1" and one["donnees_actuelles"]
        }
        == {("00050001700017", 2, 36), ("00050002500010", 2, 36)}
    ),
    "decp_octet_invalide.json": lambda: (
        social("decp_octet_invalide.json") == (3, 1)
        and "mal encodés" in said("decp_octet_invalide.json")
    ),
    "x_inline_avec_valeur.xlsx": lambda: hours("x_inline_avec_valeur.xlsx") == 30.5,
    "x_SharedStrings_majuscule.xlsx": lambda: hours("x_SharedStrings_majuscule.xlsx") == 30.5,
    "x_feuille_majuscule.xlsx": lambda: hours("x_feuille_majuscule.xlsx") == 30.5,
    "x_contenttypes_minuscule.xlsx": lambda: hours("x_contenttypes_minuscule.xlsx") == 30.5,
    "x_strings_chemin_autre.xlsx": lambda: hours("x_strings_chemin_autre.xlsx") == 30.5,
    "x_style_vide.xlsx": lambda: hours("x_style_vide.xlsx") == 30.5,
    "x_fusion_verticale.xlsx": lambda: hours("x_fusion_verticale.xlsx") == 60,
    "decp_Ville_2024-11-20.xlsx": lambda: social("decp_Ville_2024-11-20.xlsx") == (2, 1),
    "decp_sep.csv": lambda: social("decp_sep.csv") == (2, 1),
    "decp_titre_au_dessus.csv": lambda: social("decp_titre_au_dessus.csv") == (2, 1),
    "decp_dataeco_export.json": lambda: social("decp_dataeco_export.json") == (3, 0),
    "decp_bom_double.json": lambda: social("decp_bom_double.json") == (1, 1),
    "decp_caractere_controle.json": lambda: social("decp_caractere_controle.json") == (1, 1),
    "decp_lignes.json": lambda: social("decp_lignes.json") == (3, 0),
    "decp_listes.parquet": lambda: social("decp_listes.parquet") == (2, 1),
    "decp_guillemet_isole.csv": lambda: social("decp_guillemet_isole.csv") == (4, 0),
    "decp_departement_084.json": lambda: (
        set(column("decp_departement_084.json", "numero")) == {"D1", "D2", "D4", "D5", "D6", "D7"}
        and "citent le 84" in said("decp_departement_084.json")
    ),
}
# Fichiers déjà bien traités : leur sort, et les heures (ou les contrats) qui en sortent.
JUSTES = {
    "x_base.xlsx": ("importe", 30.5),
    "x_date_iso_locale.xlsx": ("importe", 30.5),
    "x_deux_feuilles_meme_cible.xlsx": ("importe", 30.5),
    "x_durees_hhmm.xlsx": ("importe", 159.17),
    "x_feuille_graphique.xlsx": ("importe", 10),
    "x_format_h_devise.xlsx": ("importe", 159.17),
    "x_fusion_deux_etages.xlsx": ("importe", 30),
    "x_marche_nombre.xlsx": ("importe", 60),
    "x_onglet_par_mois.xlsx": ("a_preciser", None),
    "x_references_dollar.xlsx": ("importe", 30.5),
    "x_sans_references.xlsx": ("importe", 30.5),
    "x_total_formule_sans_valeur.xlsx": ("importe", 30),
    "decp_montants.json": ("importe", 6),
    "decp_siret_flottant.csv": ("importe", 3),
    "decp_titulaires.json": ("importe", 8),
    "decp_reglementaire.xml": ("refuse", None),
    "encodage_melange.csv": ("importe", 70),
    "macroman.csv": ("refuse", None),
    "guillemet_ouvert_seul.csv": ("refuse", None),
}


# Sortes D à H et L, et les fichiers justes qui restent : leur sort, et les heures (ou les lignes)
# qui en sortent, comptées dans CAS.md ou à la main.
SORTS = {
    "cases_repetees_vides.csv": ("importe", 40),
    "entete_sur_donnees.csv": ("a_preciser", None),
    "guillemet_fin_de_ligne.csv": ("refuse", None),
    "heures_2024_annee_au_dessus.csv": ("a_preciser", None),
    "heures_2024_ligne_courte.csv": ("importe", 120),
    "heures_2024_mois_avec_heures.csv": ("importe", 120),
    "heures_2024_mois_juill.csv": ("importe", 240),
    "heures_2024_total_faux.csv": ("importe", 240),
    "heures_marche_date.csv": ("importe", 50),
    "heures_zero_tete.csv": ("importe", 30),
    "lignes_entre_guillemets.csv": ("importe", 30),
    "sans_entete_noms.csv": ("refuse", None),
    "x_marche_devenu_date.xlsx": ("importe", 30),
    "justes/dates_jour_semaine.csv": ("importe", 430),
    "justes/entetes_decores.csv": ("a_preciser", None),
    "justes/heures_deux_annees.csv": ("importe", 90),
    "justes/heures_mois_jj_mm_aaaa.csv": ("importe", 60),
    "justes/total_a_droite_sans_titre.csv": ("refuse", None),
    "justes/total_sans_libelle.csv": ("importe", 30),
}
# Les exports salis : ce que le même export propre donne, ou moins, des lignes écartées et dites.
SALIS = {"c6_128": 4221.25, "c6_183": 10614.5, "c6_228": 4221.25, "c6_67": 4084.5,
         "c6_84": 10614.5}  # fmt: skip
# Une cellule d'une ligne de données, en tête ou ailleurs : aucune ne se cite.
PERSONNES = ("MARTINET", "Léa", "Exemplaire", "C-2", "P-2")


@pytest.mark.parametrize("name", SORTS)
def test_les_autres_cas_ont_leur_sort(name):
    one, (issue, hours) = outcome(name), SORTS[name]
    assert one.issue == issue, said(name)
    if hours is not None:
        assert one.heures["retenues"] == pytest.approx(hours)
    assert not [word for word in PERSONNES if word in said(name)]


@pytest.mark.parametrize("start", SALIS)
def test_un_export_sali_ne_double_ni_ne_perd_en_silence(start):
    (path,) = (CAS / "salete").glob(f"{start}_*")
    one = outcome(path.relative_to(CAS).as_posix())
    assert (one.issue, one.heures["retenues"]) == ("importe", SALIS[start])
    aside = one.anomalies.filter(gravite="ecartee")["ligne"].n_unique()
    assert aside == one.lignes["ecartees"] == (2 if start == "c6_67" else 0)


def test_un_oui_reexporte_se_lit():
    assert column("oui_non_1_0.csv", "brsa") == [True, True, True]
    assert column("oui_non_1_0.csv", "deld") == [False, False, False]
    assert column("oui_non_1_0.csv", "rqth") == [True, None, True]


@pytest.mark.parametrize("name", CHECKS)
def test_le_cas_finit_comme_attendu(name):
    assert CHECKS[name](), (outcome(name).issue, said(name))


@pytest.mark.parametrize("name", JUSTES)
def test_un_fichier_juste_le_reste(name):
    one, (issue, count) = outcome(f"justes/{name}"), JUSTES[name]
    assert one.issue == issue, said(f"justes/{name}")
    if count is not None:
        got = one.lignes["retenues"] if name.startswith("decp") else one.heures["retenues"]
        assert got == pytest.approx(count)


@pytest.mark.parametrize(
    "path", sorted(CAS.rglob("decp*")) + sorted(CAS.rglob("x_*")), ids=lambda path: path.name
)
def test_le_telechargement_n_est_accuse_que_s_il_est_coupe(path: Path):
    text = said(path.relative_to(CAS).as_posix())
    assert "Reprenez le téléchargement" not in text or "coupé" in text
