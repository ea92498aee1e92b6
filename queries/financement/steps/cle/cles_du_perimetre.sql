-- titre : Clés de la structure choisie
-- definition : Les clés de l'activité transmise au plus tard à la fin de la période. Un territoire
--   choisi retient la structure qui en a la charge, et toute sa clé : une part seule ne se lit pas.
-- unite : %
-- grain : structure, année et territoire
-- source : Activité par territoire ; convention, annexe 3
select
    cles_repartition.*,
    cles_repartition.annee
    = max(cles_repartition.annee) over (partition by cles_repartition.structure) as est_derniere
from cles_repartition
cross join filtre
where
    cles_repartition.origine = 'activite'
    and coalesce(cles_repartition.structure = filtre.structure, filtre.structure is null)
    and cles_repartition.annee <= year(filtre.fin)
    and (
        filtre.est_partout
        or cles_repartition.structure in (select lieux_choisis.structure from lieux_choisis)
    )
