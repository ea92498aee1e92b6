-- titre : Mois attendus
-- definition : Pour chaque structure attendue, les mois finis de la période à la date des données
--   les plus récentes, reçus ou non, provisoires ou non.
-- unite : mois
-- grain : structure attendue et mois
-- source : Imports, export des heures, extraction à plat
with bornes as (
    select
        if(filtre.est_tout, (select min(heures_toutes.mois) from heures_toutes), filtre.debut)
            as debut,
        least(filtre.fin, (select max(dates_extraction.date_extraction) from dates_extraction))
            as fin
    from filtre
),

mois_finis as (
    select
        unnest(generate_series(debut, fin, interval 1 month))::date as mois,
        fin
    from bornes
)

select
    sources_recues.structure,
    mois_finis.mois,
    mois_recus.mois is not null as est_recu,
    coalesce(mois_recus.est_provisoire, false) as est_provisoire
from sources_recues
cross join mois_finis
left join mois_recus
    on sources_recues.structure = mois_recus.structure and mois_finis.mois = mois_recus.mois
where last_day(mois_finis.mois) <= mois_finis.fin
