-- titre : Les marchés, un par un
-- definition : Tous les marchés de la structure et du territoire choisis. Un marché « en cours »
--   est compté dans les chiffres de la période ; son état est celui du dernier jour connu. Les
--   heures réalisées vont du début du marché à la fin de la période ; leur taux, rapporté aux
--   prévues, peut dépasser 100 %. Les entreprises sont les attributaires, sans sous-traitants.
-- unite : selon la colonne
-- grain : marché (lot)
-- source : Exports des marchés, engagements et heures, extraction à plat ; Méthode, règles 6 et 7
-- codes : donneur_ordre, tranche_montant, etat, divisions_naf, types_entreprises, employeuses
-- libelles : date_fin_reelle = Fin réelle ; divisions_naf = Divisions NAF des attributaires ;
--   est_bientot_fini = Bientôt fini ; est_en_cours = En cours dans la période ; est_fin_depassee =
--   Fin prévue passée ; est_nouveau = Nouveau dans la période ; est_sans_heures = Sans heures ;
--   etat_libelle = État ; heures_periode = Heures de la période ; numero_operation = N° opération ;
--   statut_marche = Statut ; types_entreprises = Types des attributaires
select
    marche_id,
    acheteur,
    donneur_ordre,
    type_maitre_ouvrage,
    operation,
    objet,
    numero_operation,
    numero_marche,
    numero_lot,
    structure,
    programme,
    nature_marche,
    procedure_clause,
    secteur_activite,
    montant_ht_eur::double as montant_ht_eur,
    tranche_montant,
    tranche_libelle,
    commune,
    nom_epci,
    epci,
    date_notification,
    date_demarrage,
    date_fin_prevue,
    date_fin_reelle,
    statut_marche,
    etat,
    etat_libelle,
    est_en_cours,
    est_nouveau,
    est_sans_heures,
    est_fin_depassee,
    est_bientot_fini,
    heures_prevues::double as heures_prevues,
    heures_engagees,
    heures_realisees,
    heures_periode,
    taux_pct,
    entreprises,
    divisions_naf,
    types_entreprises,
    employeuses,
    strftime(dernier_mois, '%Y-%m') as dernier_mois
from bilans_marches
order by etat_ordre, acheteur, operation, numero_marche, numero_lot, marche_id
