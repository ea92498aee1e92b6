-- titre : Contrats sans clause qui finissent dans six à douze mois
-- definition : Contrats sans clause sociale ni réserve déclarée, dont la fin attendue tombe entre
--   six et douze mois après la date des données : le temps de préparer la suite avec l'acheteur.
--   Un contrat à critère seul, non renseigné ou hors format y est, et le dit. La fin ajoute la
--   dernière durée connue à la première notification : une reconduction la déplace. La période
--   choisie n'agit pas.
-- unite : selon la colonne
-- grain : contrat
-- source : DECP
-- codes : cle, categorie, epci, code_division, tranche_montant
-- portee : publique
select
    cle,
    numero,
    acheteur,
    nom as acheteur_nom,
    categorie,
    categorie_libelle,
    epci,
    nom_epci,
    structures_en_charge as structures,
    objet,
    forme,
    code_cpv,
    code_division,
    cpv_libelle,
    montant_plausible_eur::double as montant_eur,
    tranche_montant,
    tranche_libelle,
    date_notification,
    duree_mois,
    date_fin,
    statut_social,
    declaration,
    titulaires_noms as titulaires
from contrats_decrits
where est_a_preparer
order by date_fin asc, acheteur_nom asc, cle asc
