-- titre : Issue à six mois selon chaque référentiel
-- definition : Chaque personne de la période est, pour chaque référentiel, positive, non positive,
--   inconnue, hors champ (encore en contrat clausé) ou pas encore mûre.
-- unite : personnes
-- grain : personne et référentiel
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 1 à 5
select
    cohorte.*,
    issues.* exclude (personne)
from cohorte
inner join issues using (personne)
