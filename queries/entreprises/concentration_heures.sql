-- titre : Concentration des heures
-- definition : Les entreprises employeuses, de celle qui porte le plus d'heures de la période à
--   celle qui en porte le moins, et la part des heures qu'elles font ensemble. Si peu d'entreprises
--   font l'essentiel, le dispositif dépend d'elles. Les heures sans employeuse connue sont à part.
-- unite : heures et %
-- grain : entreprise employeuse, plus « inconnu »
-- source : Exports des contrats et heures
-- libelles : part_cumulee_pct = Part cumulée des heures ; rang_pct = Rang en part des entreprises
with rangees as (
    select
        *,
        row_number() over (order by heures_realisees desc, entreprise asc) as rang,
        100.0 / count(*) over () as pas_pct,
        sum(heures_realisees) over () as total
    from roles_entreprises
    where role = 'employeuse'
)

select
    rangees.rang,
    rangees.entreprise,
    fiches_entreprises.nom,
    fiches_entreprises.type_entreprise,
    round(rangees.heures_realisees, 2)::double as heures_realisees,
    round(100 * rangees.heures_realisees / rangees.total, 1)::double as part_pct,
    round(rangees.rang * rangees.pas_pct, 1)::double as rang_pct,
    round(
        100 * sum(rangees.heures_realisees) over (order by rangees.rang) / rangees.total, 1
    )::double as part_cumulee_pct
from rangees
left join fiches_entreprises using (entreprise)
union all by name
select
    'inconnu' as entreprise,
    'Employeuse inconnue' as nom,
    heures_inconnues as heures_realisees
from bilans_roles
where role = 'employeuse' and heures_inconnues != 0
order by rang asc nulls last
