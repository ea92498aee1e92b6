-- titre : Annexe 2, complétude de chaque ligne
-- definition : Une phrase par sorte de données : mois d'heures reçus parmi les mois attendus,
--   structures qui ont transmis, situations connues parmi les échéances venues.
-- unite : sans
-- grain : sorte de données
-- source : Imports, tous les exports
with structures as (
    select
        count(*) as attendues,
        count(*) filter (where a_marches) as marches,
        count(*) filter (where a_engagements) as engagements,
        count(*) filter (where a_actions) as actions
    from sources_recues
),

mois as (
    select
        count(*) as attendus,
        count(*) filter (where est_recu) as recus,
        count(*) filter (where est_provisoire) as provisoires
    from mois_attendus
),

issues as (
    select
        count(*) filter (where issue in ('positive', 'non_positive')) as connues,
        count(*) filter (where issue in ('positive', 'non_positive', 'inconnu')) as mures
    from sorties
    where referentiel = 'convention'
)

select
    'heures' as donnees,
    mois.recus || ' mois reçus sur ' || mois.attendus || ' attendus ('
    || structures.attendues || if(structures.attendues > 1, ' structures)', ' structure)')
    || if(mois.provisoires > 0, ', dont ' || mois.provisoires || ' provisoires', '') as completude
from mois
cross join structures
union all
select
    'sorties' as donnees,
    'Situation connue pour ' || connues || ' personnes sur ' || mures as completude
from issues
union all
select
    unnest(['marches', 'engagements', 'actions']) as donnees,
    unnest(['Marchés reçus', 'Engagements reçus', 'Actions reçues']) || ' de '
    || unnest([marches, engagements, actions]) || ' structures sur ' || attendues as completude
from structures
