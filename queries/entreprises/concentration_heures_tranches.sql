-- titre : Part des heures des premières entreprises
-- definition : Part des heures de la période que portent la première entreprise employeuse, les
--   10 % premières, le quart, la moitié, puis toutes. Un pourcentage d'entreprises s'arrondit à
--   l'entreprise au-dessus.
-- unite : entreprises et %
-- grain : tranche
-- source : Exports des contrats et heures
-- codes : tranche
with rangees as (
    select
        heures_realisees,
        row_number() over (order by heures_realisees desc, entreprise asc) as rang,
        count(*) over () as total_entreprises,
        sum(heures_realisees) over () as total_heures
    from roles_entreprises
    where role = 'employeuse'
),

tranches (ordre, tranche, libelle, part_entreprises) as (
    values
    (1, 'premiere', 'La première entreprise', 0.0),
    (2, 'dix_pct', 'Les 10 % premières', 0.1),
    (3, 'quart', 'Le premier quart', 0.25),
    (4, 'moitie', 'La première moitié', 0.5),
    (5, 'toutes', 'Toutes les entreprises', 1.0)
)

select
    tranches.tranche,
    tranches.libelle,
    count(*) as entreprises,
    round(sum(rangees.heures_realisees), 2)::double as heures_realisees,
    round(100 * sum(rangees.heures_realisees) / min(rangees.total_heures), 1)::double as part_pct
from tranches
inner join rangees
    on rangees.rang <= greatest(1, ceil(tranches.part_entreprises * rangees.total_entreprises))
group by tranches.ordre, tranches.tranche, tranches.libelle
order by tranches.ordre
