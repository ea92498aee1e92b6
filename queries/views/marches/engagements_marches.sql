-- titre : Engagements des entreprises par marché
-- definition : Chaque engagement rejoint son marché en cours par numéro et lot ; écrit sans lot, il
--   vaut pour le marché entier et ses heures vont au premier lot en cours.
-- unite : sans
-- grain : engagement et marché en cours
-- source : Export des engagements
select
    engagements_rattaches.* exclude (
        engagements_rattaches.import_id,
        engagements_rattaches.ligne,
        engagements_rattaches.heures_ecrites,
        engagements_rattaches.lots
    ),
    if(
        row_number() over (
            partition by
                engagements_rattaches.import_id,
                engagements_rattaches.structure,
                engagements_rattaches.ligne
            order by engagements_rattaches.marche_id asc
        ) = 1,
        engagements_rattaches.heures_ecrites,
        null
    ) as heures_engagees
from engagements_rattaches
semi join marches_actifs using (marche_id)
