-- titre : Marchés à venir
-- definition : Marchés en prévision dans le dernier export, quelle que soit la période choisie : de
--   quoi préparer les recrutements avec l'acheteur.
-- unite : selon la colonne
-- grain : marché (lot)
-- source : Export des marchés
select
    marche_id,
    acheteur,
    type_maitre_ouvrage,
    operation,
    objet,
    numero_lot,
    structure,
    programme,
    nature_marche,
    commune,
    nom_epci,
    montant_ht_eur::double as montant_ht_eur,
    date_demarrage,
    heures_prevues::double as heures_prevues
from marches_suivis
where est_a_venir
order by date_demarrage asc nulls last, acheteur asc, operation asc, marche_id asc
