-- titre : Heures prévues, engagées et réalisées
-- definition : Pour les marchés en cours dans la période : heures prévues au marché, heures
--   promises par les entreprises, et heures réalisées du début du marché à la fin de la période.
--   Le taux rapporte les heures réalisées aux heures prévues des marchés qui en prévoient ; il peut
--   dépasser 100 %.
-- unite : heures et %
-- grain : structure, et total
-- source : Exports des marchés, engagements et heures, extraction à plat
with engagees as (
    select
        marche_id,
        sum(heures_engagees) as heures_engagees
    from engagements_marches
    group by marche_id
),

marches_heures as (
    select
        marches_actifs.structure,
        marches_actifs.heures_prevues,
        engagees.heures_engagees,
        coalesce(heures_marches.heures_realisees, 0) as heures_realisees,
        coalesce(marches_actifs.heures_prevues > 0, false) as a_heures_prevues
    from marches_actifs
    left join engagees using (marche_id)
    left join heures_marches using (marche_id)
),

sommes as (
    select
        structure,
        grouping(structure) as est_total,
        count(*) as marches,
        count(*) filter (where not a_heures_prevues) as marches_sans_prevision,
        sum(heures_prevues) as heures_prevues,
        sum(heures_engagees) as heures_engagees,
        sum(heures_realisees) as heures_realisees,
        100 * sum(heures_realisees) filter (where a_heures_prevues)
        / sum(heures_prevues) filter (where a_heures_prevues) as taux_pct
    from marches_heures
    group by grouping sets ((structure), ())
)

select
    if(est_total = 1, 'total', structure) as structure,
    marches,
    marches_sans_prevision,
    round(heures_prevues, 2)::double as heures_prevues,
    round(heures_engagees, 2)::double as heures_engagees,
    round(heures_realisees, 2)::double as heures_realisees,
    round(taux_pct, 1)::double as taux_pct
from sommes
where marches > 0
order by est_total, structure
