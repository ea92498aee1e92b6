-- titre : Complétude des données
-- definition : Pour chaque structure attendue, les mois d'heures reçus parmi les mois finis de la
--   période ; les derniers sont provisoires. Une sorte de données jamais transmise est signalée.
-- unite : mois
-- grain : structure attendue
-- source : Imports, tous les exports
with bornes as (
    select
        if(filtre.est_tout, (select min(heures_toutes.mois) from heures_toutes), filtre.debut)
            as debut,
        least(filtre.fin, (select max(dates_extraction.date_extraction) from dates_extraction))
            as fin
    from filtre
),

mois_finis as (
    select unnest(generate_series(debut, fin, interval 1 month))::date as mois
    from bornes
),

attendus as (
    select
        sources_recues.structure,
        mois_finis.mois
    from sources_recues
    cross join mois_finis
    cross join bornes
    where last_day(mois_finis.mois) <= bornes.fin
),

compte as (
    select
        attendus.structure,
        count(*) as mois_attendus,
        count(mois_recus.mois) as mois_recus,
        strftime(min(mois_recus.mois), '%Y-%m') as premier_mois,
        strftime(max(mois_recus.mois), '%Y-%m') as dernier_mois,
        string_agg(strftime(attendus.mois, '%Y-%m'), ', ' order by attendus.mois)
        filter (where mois_recus.mois is null) as mois_manquants,
        string_agg(strftime(attendus.mois, '%Y-%m'), ', ' order by attendus.mois)
        filter (where mois_recus.est_provisoire) as mois_provisoires
    from attendus
    left join mois_recus using (structure, mois)
    group by attendus.structure
)

select
    sources_recues.structure,
    coalesce(compte.mois_attendus, 0) as mois_attendus,
    coalesce(compte.mois_recus, 0) as mois_recus,
    compte.premier_mois,
    compte.dernier_mois,
    dates_extraction.date_extraction,
    compte.mois_manquants,
    compte.mois_provisoires,
    sources_recues.* exclude (structure)
from sources_recues
left join compte using (structure)
left join dates_extraction using (structure)
order by sources_recues.structure
