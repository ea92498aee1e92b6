-- titre : Engagements des entreprises, pour tous les marchés
-- definition : Chaque engagement et son marché, que le marché soit en cours ou non ; les heures
--   d'un engagement écrit sans lot vont au premier lot en cours, sinon au premier lot.
-- unite : sans
-- grain : engagement et marché (lot)
-- source : Export des engagements
with partages as (
    select
        engagements_rattaches.import_id,
        engagements_rattaches.structure,
        engagements_rattaches.ligne,
        coalesce(
            min(marches_actifs.marche_id), min(engagements_rattaches.marche_id)
        ) as premier_lot
    from engagements_rattaches
    left join marches_actifs using (marche_id)
    where engagements_rattaches.lots > 1
    group by
        engagements_rattaches.import_id,
        engagements_rattaches.structure,
        engagements_rattaches.ligne
)

select
    engagements_rattaches.* exclude (
        engagements_rattaches.import_id, engagements_rattaches.ligne,
        engagements_rattaches.lots, engagements_rattaches.heures_ecrites
    ),
    if(
        engagements_rattaches.lots = 1
        or engagements_rattaches.marche_id = partages.premier_lot,
        engagements_rattaches.heures_ecrites,
        null
    ) as heures_engagees
from engagements_rattaches
left join partages
    on
        engagements_rattaches.structure = partages.structure
        and engagements_rattaches.import_id is not distinct from partages.import_id
        and engagements_rattaches.ligne is not distinct from partages.ligne
