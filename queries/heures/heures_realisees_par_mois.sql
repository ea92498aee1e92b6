-- titre : Heures d'insertion réalisées par mois
-- definition : Heures travaillées chaque mois, formation comprise, hors heures rejetées. Les
--   derniers mois avant la date des données sont provisoires : leur saisie n'est pas finie. Les
--   heures connues sans mois sont réparties sur la durée du contrat.
-- unite : heures
-- grain : mois reçu de la période
-- source : Export des heures, extraction à plat ; convention, annexe 2 ; règle du projet 8
with par_mois as (
    select
        mois,
        sum(heures_realisees) as heures_realisees,
        sum(heures_realisees) filter (where est_repartie) as heures_reparties,
        sum(heures_formation) as heures_formation
    from heures_perimetre
    group by mois
),

recus as (
    select
        mois,
        bool_or(est_provisoire) as est_provisoire
    from mois_recus
    group by mois
),

-- Un mois reçu sans heures sur le territoire vaut zéro ; un mois non reçu est inconnu.
series as (
    select
        recus.mois,
        recus.est_provisoire,
        coalesce(par_mois.heures_realisees, 0) as heures_realisees,
        coalesce(par_mois.heures_reparties, 0) as heures_reparties,
        par_mois.heures_formation
    from recus
    left join par_mois using (mois)
)

select
    strftime(series.mois, '%Y-%m') as mois,
    round(series.heures_realisees, 2)::double as heures_realisees,
    series.est_provisoire,
    round(avant.heures_realisees, 2)::double as heures_annee_precedente,
    round(series.heures_reparties, 2)::double as heures_reparties,
    round(series.heures_formation, 2)::double as heures_formation
from series
cross join filtre
left join series as avant on series.mois = avant.mois + interval 1 year
where series.mois between filtre.debut and filtre.fin
order by series.mois
