-- titre : Heures d'un marché, mois par mois
-- definition : Pour chaque marché, les heures réalisées chaque mois et leur cumul, du début du
--   marché à la fin de la période. Les heures écrites sans lot, sur un marché de plusieurs lots,
--   n'y sont pas.
-- unite : heures
-- grain : marché (lot) et mois
-- source : Exports des marchés et heures, extraction à plat
select
    marches_suivis.marche_id,
    strftime(heures_mensuelles.mois, '%Y-%m') as mois,
    round(heures_mensuelles.heures_realisees, 2) as heures_realisees,
    round(
        sum(heures_mensuelles.heures_realisees) over (
            partition by marches_suivis.marche_id
            order by heures_mensuelles.mois
        ),
        2
    )::double as cumul
from marches_suivis
inner join heures_mensuelles using (marche_id)
where heures_mensuelles.heures_realisees is not null
order by marches_suivis.marche_id, heures_mensuelles.mois
