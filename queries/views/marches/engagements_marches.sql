-- titre : Engagements des entreprises par marché
-- definition : Chaque engagement rejoint son marché en cours par numéro et lot ; écrit sans lot, il
--   vaut pour le marché entier et ses heures vont au premier lot en cours.
-- unite : sans
-- grain : engagement et marché en cours
-- source : Export des engagements
select
    engagements_rattaches.* exclude (import_id, ligne, heures_ecrites),
    if(
        row_number() over (partition by import_id, structure, ligne order by marche_id asc) = 1,
        heures_ecrites,
        null
    ) as heures_engagees
from engagements_rattaches
semi join marches_actifs using (marche_id)
