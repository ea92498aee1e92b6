-- titre : Issue à six mois selon chaque référentiel
-- definition : Chaque personne de la période est, pour chaque référentiel, positive, non positive,
--   inconnue, hors champ (encore en contrat clausé) ou pas encore mûre.
-- unite : personnes
-- grain : personne et référentiel
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ; règles
--   du projet 1 à 5
select
    cohorte.*,
    classements.referentiel,
    classements.libelle,
    classements.type_sortie,
    classements.classe_iae,
    if(cohorte.est_mure, classements.issue, 'non_mure') as issue
from cohorte
inner join classements using (situation)
