-- titre : Territoire de la simulation
-- definition : Le territoire que nomme le scénario, dans la dernière clé connue ; aucun si
--   l'activité transmise ne le nomme pas.
-- unite : %, ETP et €
-- grain : une ligne
-- source : Activité par territoire ; scénario de la question
select cles_ponderees.*
from cles_ponderees
inner join hypotheses
    on
        lower(strip_accents(cles_ponderees.territoire))
        = lower(strip_accents(hypotheses.territoire))
order by cles_ponderees.annee desc, cles_ponderees.structure asc
limit 1
