-- titre : Engagements des entreprises par marché
-- definition : Chaque engagement rejoint son marché en cours par numéro et lot ; écrit sans lot, il
--   vaut pour le marché entier.
-- unite : sans
-- grain : engagement et marché en cours
-- source : Export des engagements
select
    marches_actifs.marche_id,
    engagements.role_entreprise,
    engagements.entreprise,
    left(engagements.siret, 9) as siren,
    -- Un engagement du marché entier ne compte qu'une fois, sur le premier de ses lots.
    if(
        row_number() over (
            partition by engagements.import_id, engagements.structure, engagements.ligne
            order by marches_actifs.marche_id
        ) = 1,
        engagements.heures_engagees,
        null
    ) as heures_engagees
from engagements
inner join marches_actifs
    on
        engagements.structure = marches_actifs.structure
        and engagements.numero_marche = marches_actifs.numero_marche
        and (
            coalesce(engagements.numero_lot, '') in ('', marches_actifs.numero_lot)
            or marches_actifs.numero_lot = ''
        )
