-- titre : Issue de chaque personne
-- definition : Ce que la situation d'une personne vaut à six mois pour chaque référentiel, selon la
--   règle en vigueur le jour de son échéance : positive, non positive, inconnue, hors champ (encore
--   en contrat clausé) ou pas encore mûre (échéance à venir).
-- unite : personnes
-- grain : personne et référentiel
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 1 à 5
select
    echeances.personne,
    classements.referentiel,
    classements.libelle,
    classements.type_sortie,
    classements.classe_iae,
    if(echeances.est_mure, classements.issue, 'non_mure') as issue
from echeances
inner join classements
    on
        echeances.situation = classements.situation
        and coalesce(echeances.echeance, date '0001-01-01') between classements.debut
        and classements.fin
