-- titre : Heures d'insertion cumulées
-- definition : Somme des heures réalisées depuis le premier mois de la période, et la même somme un
--   an plus tôt, aux mêmes mois. Un mois non reçu l'an dernier interrompt la comparaison ; un mois
--   provisoire, ou que d'autres structures ont transmis, se montre sans se comparer.
-- unite : heures
-- grain : mois reçu de la période
-- source : Export des heures, extraction à plat ; Méthode, règle 8
-- libelles : cumul_annee_precedente = Heures cumulées un an plus tôt
with choisis as (
    select heures_par_mois_recu.*
    from heures_par_mois_recu
    cross join filtre
    where heures_par_mois_recu.mois between filtre.debut and filtre.fin
),

cumuls as (
    select
        strftime(choisis.mois, '%Y-%m') as mois,
        choisis.est_provisoire,
        sum(choisis.heures_realisees) over jusque_la as cumul,
        sum(choisis.heures_annee_precedente) over jusque_la as cumul_annee_precedente,
        count(*) over jusque_la = count(choisis.heures_annee_precedente) over jusque_la
            as est_connu_avant,
        bool_and(choisis.est_comparable) over jusque_la as est_comparable
    from choisis
    window jusque_la as (order by choisis.mois)
)

select
    mois,
    round(cumul, 2)::double as cumul,
    if(est_connu_avant, round(cumul_annee_precedente, 2), null)::double as cumul_annee_precedente,
    est_provisoire,
    est_comparable
from cumuls
order by mois
