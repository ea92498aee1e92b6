-- titre : Clés de la structure et de l'année choisies
-- definition : Les clés de l'activité transmise pour les années de la période ; sans période, la
--   dernière année connue de chaque structure.
-- unite : %
-- grain : structure, année et territoire
-- source : Activité par territoire ; convention, annexe 3
select cles_du_perimetre.*
from cles_du_perimetre
cross join filtre
where
    if(
        filtre.est_tout,
        cles_du_perimetre.est_derniere,
        cles_du_perimetre.annee >= year(filtre.debut)
    )
