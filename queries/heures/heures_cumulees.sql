-- titre : Heures d'insertion cumulées
-- definition : Somme des heures réalisées depuis le premier mois de la période, et la même somme un
--   an plus tôt, aux mêmes mois. Un mois non reçu l'an dernier interrompt la comparaison.
-- unite : heures
-- grain : mois reçu de la période
-- source : Export des heures, extraction à plat ; règle du projet 8
with par_mois as (
    select
        mois,
        sum(heures_realisees) as heures_realisees
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

series as (
    select
        recus.mois,
        recus.est_provisoire,
        coalesce(par_mois.heures_realisees, 0) as heures_realisees
    from recus
    left join par_mois using (mois)
),

deux_ans as (
    select
        series.*,
        avant.heures_realisees as heures_annee_precedente
    from series
    cross join filtre
    left join series as avant on series.mois = avant.mois + interval 1 year
    where series.mois between filtre.debut and filtre.fin
),

cumuls as (
    select
        strftime(deux_ans.mois, '%Y-%m') as mois,
        deux_ans.est_provisoire,
        sum(deux_ans.heures_realisees) over jusque_la as cumul,
        sum(deux_ans.heures_annee_precedente) over jusque_la as cumul_annee_precedente,
        count(*) over jusque_la = count(deux_ans.heures_annee_precedente) over jusque_la
            as est_comparable
    from deux_ans
    window jusque_la as (order by deux_ans.mois)
)

select
    mois,
    round(cumul, 2)::double as cumul,
    if(est_comparable, round(cumul_annee_precedente, 2), null)::double as cumul_annee_precedente,
    est_provisoire
from cumuls
order by mois
