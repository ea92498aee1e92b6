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

recues as (
    select
        attendues,
        unnest(['marches', 'engagements', 'actions']) as donnees,
        unnest(['Marchés reçus', 'Engagements reçus', 'Actions reçues']) as mots,
        unnest([marches, engagements, actions]) as nombre
    from structures
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
    mois.recus || if(mois.recus > 1, ' mois reçus sur ', ' mois reçu sur ') || mois.attendus
    || if(mois.attendus > 1, ' attendus (', ' attendu (') || structures.attendues
    || if(structures.attendues > 1, ' structures)', ' structure)')
    || if(mois.provisoires > 0, ', saisie en cours pour ' || mois.provisoires, '') as completude
from mois
cross join structures
union all
select
    'sorties' as donnees,
    'Situation connue pour ' || connues || if(connues > 1, ' personnes', ' personne')
    || ' sur ' || mures as completude
from issues
union all
select
    recues.donnees,
    recues.mots || ' de ' || recues.nombre || if(recues.nombre > 1, ' structures', ' structure')
    || ' sur ' || recues.attendues as completude
from recues
