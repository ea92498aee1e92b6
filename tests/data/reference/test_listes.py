"""Listes de valeurs, situations de sortie, paramètres et dates attendues."""

import re
from datetime import date

import polars as pl
import pytest

from data import reference

TABLES = reference.load()
CODES = {
    "type_maitre_ouvrage": "etat etablissement_public_etat region departement epci commune "
    "ccas_syndicat bailleur_social hopital sem_spl entreprise_publique prive autre",
    "nature_marche": "travaux services fournitures prestations_intellectuelles",
    "procedure_clause": "condition_execution critere clause_et_critere marche_insertion "
    "reserve_handicap reserve_siae reserve_ess marche_prive autre",
    "statut_marche": "en_prevision notifie en_cours termine suspendu resilie infructueux",
    "role_entreprise": "titulaire mandataire cotraitant sous_traitant",
    "type_entreprise": "entreprise_classique ett ei ai aci etti eiti geiq ea eatt esat sep "
    "regie_quartier autre",
    "type_contrat": "cdi cdi_inclusion cdd_plus_6m cdd_moins_6m cdd interim cddi contrat_pro "
    "apprentissage contrat_aide cdd_usage stage autre",
    "modalite": "embauche_directe mise_a_disposition_etti mise_a_disposition_ai "
    "mise_a_disposition_geiq mise_a_disposition_ett sous_traitance_siae "
    "sous_traitance_ea_esat autre",
    "niveau_formation": "infra_3 niveau_3 niveau_4 niveau_5_et_plus",
    "prescripteur": "france_travail mission_locale departement_rsa plie cap_emploi siae geiq "
    "entreprise candidature_spontanee autre",
    "nature_action": "contact prospection sensibilisation accompagnement comite_suivi animation",
    "validation": "valide saisi rejete",
    "sexe": "femme homme",
    "categorie_statut": "brsa deld detld jeune_26 th senior qpv ass aah autre",
    "type_financeur": "etat departement epci autre",
    "nature_versement": "acompte solde",
    "indicateur_objectif": "heures_realisees beneficiaires sorties_positives "
    "taux_sorties_positives_pct marches_en_cours entreprises",
}
# Méthode, règles 1, 2, 4 et 15 : libellé vu -> code, convention, CoVe, IAE.
P, N, X, H = "positive", "non_positive", "inconnu", "hors_champ"
SITUATIONS = {
    "CDI": ("cdi", P, P, P),
    "CDI inclusion": ("cdi_inclusion", P, P, P),
    "CDD de plus de 6 mois": ("cdd_plus_6m", P, P, P),
    "CDD de moins de 6 mois": ("cdd_moins_6m", P, N, P),
    "CDD": ("cdd_duree_inconnue", P, X, X),
    "Intérim de plus de 6 mois": ("interim_plus_6m", P, X, P),
    "Intérim de moins de 6 mois": ("interim_moins_6m", P, N, P),
    "Intérim": ("interim", P, N, P),
    "CDDI": ("cddi", P, N, P),
    "Contrat aidé": ("contrat_aide", P, N, P),
    "Contrat de professionnalisation": ("contrat_pro", P, X, P),
    "Apprentissage": ("apprentissage", P, X, P),
    "Création d'entreprise": ("creation_entreprise", P, P, P),
    "Fonction publique": ("fonction_publique", P, X, P),
    "Formation qualifiante": ("formation_qualifiante", N, P, P),
    "Formation préqualifiante": ("formation_prequalifiante", N, N, P),
    "Demandeur d'emploi": ("demandeur_emploi", N, N, N),
    "Inactivité": ("inactivite", N, N, N),
    "Toujours en contrat clausé": ("toujours_en_contrat_clause", H, H, H),
    "Injoignable": ("injoignable", X, X, X),
    "Non renseigné": ("non_renseigne", X, X, X),
    None: ("non_renseigne", X, X, X),
}
PARAMETRES = {
    "diviseur_etp": "1607",
    "seuil_deld_mois": "12",
    "delai_sortie_mois": "6",
    "point_de_depart": "debut_premier_contrat",
    "fenetre_avant_jours": "30",
    "fenetre_apres_jours": "90",
    "formation_positive_convention": "non",
    "mois_provisoires": "3",
    "age_jeune_min": "18",
    "age_jeune_max": "26",
    "age_senior": "50",
    "marche_sans_heures_mois": "12",
    "conservation_annees": "2",
    "journal_mois": "12",
    "debut_convention": "2025-01-01",
    "fin_convention": "2027-12-31",
    "seuil_petit_effectif": "30",
    "repere_2023_heures": "126550",
    "repere_2023_beneficiaires": "566",
    "repere_2023_entreprises": "252",
    "seuil_taux_reponse_pct": "50",
    "objectif_pnad_pct": "30",
    "seuil_secret": "5",
    "base_arrondi": "5",
    "seuil_territoire": "20",
    "denominateur_minimum": "20",
    "entreprises_minimum": "3",
    "part_maximale_pct": "85",
    "personnes_changees_minimum": "10",
    "rondes_maximum": "15",
}


def origine(name: str) -> pl.DataFrame:
    """Ce que disait la convention : un avenant ajoute des lignes datées, il ne la récrit pas."""
    return TABLES[name].filter(pl.col("date_debut").is_null())


def test_listes_de_codes() -> None:
    listes = {
        liste: set(TABLES["ref_code"].filter(liste=liste)["code"])
        for liste in set(TABLES["ref_code"]["liste"])
    }
    assert listes == {liste: set(codes.split()) for liste, codes in CODES.items()}


def test_situations() -> None:
    assert {code for code, *_ in SITUATIONS.values()} == set(TABLES["ref_situation"]["code"])
    known = reference.alias_codes("situation")
    codes = [known[reference.key(label or "(vide)")] for label in SITUATIONS]
    coded = pl.DataFrame({"code": codes})
    judged = coded.join(origine("ref_situation"), on="code", how="left", maintain_order="left")
    assert judged.select("code", "convention", "cove", "iae").rows() == list(SITUATIONS.values())


def test_situations_iae_et_types() -> None:
    situations = TABLES["ref_situation"]
    dynamic = situations["classe_iae"].is_in(["durable", "transition", "positive"])
    assert dynamic.to_list() == (situations["iae"] == "positive").to_list()
    positive_somewhere = situations.select(
        pl.any_horizontal(pl.col("convention", "cove", "iae") == "positive").alias("oui")
    )["oui"]
    assert positive_somewhere.to_list() == situations["type_sortie"].is_not_null().to_list()
    assert set(situations["type_sortie"].drop_nulls()) == {
        "CDI", "CDD de plus de 6 mois", "CDD de moins de 6 mois", "CDD sans durée connue",
        "Intérim", "CDDI", "Contrat aidé", "Alternance", "Création d'entreprise",
        "Fonction publique", "Formation",
    }  # fmt: skip


def test_parametres() -> None:
    parametres = origine("ref_parametre")
    assert dict(parametres.select("cle", "valeur").iter_rows()) == PARAMETRES
    established = set(parametres.filter(statut="etabli")["cle"])
    assert "debut_convention" not in established and "repere_2023_heures" in established
    libelle = parametres.filter(cle="diviseur_etp")["libelle"].item()
    assert "1\u202f600" in libelle and "1\u202f820" in libelle


def test_un_avenant_ne_demande_de_changer_aucun_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Une ligne datée de plus, comme le README le dit : ce qui précède reste vrai."""
    day = pl.lit(date(2026, 1, 1)).alias("date_debut")
    for name, amended in (
        ("ref_situation", TABLES["ref_situation"].filter(code="formation_qualifiante")
         .with_columns(day, convention=pl.lit("positive"), alias=pl.lit(None, pl.String))),
        ("ref_parametre", TABLES["ref_parametre"].filter(cle="diviseur_etp")
         .with_columns(day, valeur=pl.lit("1600"))),
    ):  # fmt: skip
        monkeypatch.setitem(TABLES, name, pl.concat([TABLES[name], amended]))
    test_situations()
    test_situations_iae_et_types()
    test_parametres()


def test_attentes_proposees() -> None:
    attente = TABLES["ref_attente"]
    assert attente["statut"].unique().to_list() == ["a_confirmer"]
    dated = attente.filter(pl.col("date_attendue").is_not_null())
    assert (dated["date_attendue"] > dated["date_arrete"]).all()
    due = attente.filter(export="abc_clauses", structure="ITV", periode="2026-T4").row(
        0, named=True
    )
    assert (due["date_arrete"], due["date_attendue"]) == (date(2026, 12, 31), date(2027, 1, 15))
    assert set(attente.filter(export="abc_clauses")["structure"]) == {"CIE84", "ITV", "MLJGA"}
    assert attente.filter(export="financement")["date_attendue"].null_count() == 9


@pytest.mark.parametrize("table", sorted(TABLES))
def test_statuts(table: str) -> None:
    allowed = {"etabli", "a_confirmer", "hors_departement", "verifie", "a_verifier"}
    for column in TABLES[table].columns:
        if column.endswith("statut"):
            assert set(TABLES[table][column]) <= allowed


def test_typographie_francaise() -> None:
    shown = ("libelle", "note", "justification", "definition", "regle", "base", "territoire")
    wrong = [
        cell
        for frame in TABLES.values()
        for column in shown
        if column in frame.columns
        for cell in frame[column].drop_nulls()
        if re.search(r" [;:!?%»]|« ", cell)
    ]
    assert not wrong, f"espace insécable (U+00A0) à mettre devant ; : ! ? % et dans « » : {wrong}"
