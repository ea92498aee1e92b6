-- titre : Engagements des entreprises, pour tous les marchés
-- definition : Chaque engagement rejoint son marché par numéro et lot, que le marché soit en cours
--   ou non ; écrit sans lot, il vaut pour le marché entier et ses heures vont au premier lot en
--   cours, sinon au premier lot.
-- unite : sans
-- grain : engagement et marché (lot)
-- source : Export des engagements
select
    engagements_rattaches.* exclude (
        engagements_rattaches.import_id,
        engagements_rattaches.ligne,
        engagements_rattaches.heures_ecrites
    ),
    if(
        row_number() over (
            partition by
                engagements_rattaches.import_id,
                engagements_rattaches.structure,
                engagements_rattaches.ligne
            order by marches_actifs.marche_id is null asc, engagements_rattaches.marche_id asc
        ) = 1,
        engagements_rattaches.heures_ecrites,
        null
    ) as heures_engagees
from engagements_rattaches
left join marches_actifs using (marche_id)
