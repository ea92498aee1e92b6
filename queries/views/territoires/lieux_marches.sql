-- titre : Marché, lieu et donneur d'ordre de chaque ligne
-- definition : Un contrat ou des heures rejoignent leur marché par numéro et lot ; écrits sans
--   lot, ils gardent ce que tous les lots du marché ont en commun.
-- unite : sans
-- grain : structure, numéro de marché et lot tels qu'écrits
-- source : Exports des marchés, contrats et heures, extraction à plat
with situes as (
    select
        marches_tous.structure,
        marches_tous.numero_marche,
        marches_tous.numero_lot,
        marches_tous.marche_id,
        marches_tous.code_insee_travaux,
        marches_tous.code_qpv_travaux,
        donneurs_ordre.donneur_ordre,
        coalesce(donneurs_ordre.lieu_siege, '') as lieu_siege
    from marches_tous
    left join donneurs_ordre using (ecriture)
),

ecrits as (
    select distinct
        structure,
        numero_marche,
        numero_lot
    from lignes_ecrites
),

communs as (
    select
        structure,
        numero_marche,
        case when count(*) = 1 then min(marche_id) end as marche_id,
        case when count(distinct code_insee_travaux) = 1 then min(code_insee_travaux) end
            as code_insee_travaux,
        case when count(distinct code_qpv_travaux) = 1 then min(code_qpv_travaux) end
            as code_qpv_travaux,
        case when count(distinct donneur_ordre) = 1 then min(donneur_ordre) end as donneur_ordre,
        case when count(distinct lieu_siege) = 1 then min(lieu_siege) end
            as lieu_siege
    from situes
    group by structure, numero_marche
)

select
    ecrits.*,
    coalesce(situes.marche_id, communs.marche_id) as marche_id,
    coalesce(situes.donneur_ordre, communs.donneur_ordre) as donneur_ordre,
    coalesce(situes.code_insee_travaux, communs.code_insee_travaux, '') as code_insee_travaux,
    coalesce(situes.code_qpv_travaux, communs.code_qpv_travaux, '') as code_qpv_travaux,
    coalesce(situes.lieu_siege, communs.lieu_siege, '') as lieu_siege
from ecrits
left join situes using (structure, numero_marche, numero_lot)
left join communs using (structure, numero_marche)
