-- titre : Heures d'insertion réalisées par année
-- definition : Heures travaillées dans l'année, formation comprise et montrée à part. Une année est
--   complète si chaque structure attendue a transmis ses douze mois, et provisoire si l'un de ses
--   mois l'est.
-- unite : heures
-- grain : année
-- source : Export des heures, extraction à plat ; convention, annexe 2 ; Méthode, règle 8
-- libelles : dont_formation = Dont heures de formation
with annees as (
    select
        year(mois) as annee,
        count(*) = 12 * (select count(*) from sources_recues) as est_complete,
        bool_or(est_provisoire) as est_provisoire
    from mois_recus
    group by year(mois)
),

sommes as (
    select
        year(mois) as annee,
        sum(heures_realisees) as heures_realisees,
        sum(heures_formation) as dont_formation,
        sum(heures_realisees) filter (where est_repartie) as heures_reparties
    from heures_filtrees
    group by year(mois)
)

select
    annees.annee::integer as annee,
    coalesce(round(sommes.heures_realisees, 2), 0)::double as heures_realisees,
    round(sommes.dont_formation, 2)::double as dont_formation,
    coalesce(round(sommes.heures_reparties, 2), 0)::double as heures_reparties,
    annees.est_complete,
    annees.est_provisoire
from annees
left join sommes using (annee)
cross join filtre
where annees.annee between year(filtre.debut) and year(filtre.fin)
order by annee
