-- titre : Heures de chaque mois reçu
-- definition : Les heures de la structure et du territoire choisis, pour chaque mois dont des
--   heures ont été reçues. Un mois reçu sans heures sur le territoire vaut zéro ; un mois non reçu
--   est inconnu. Chacun porte les heures du même mois un an plus tôt ; les deux se comparent si la
--   saisie du mois est finie et si les mêmes structures ont transmis l'un et l'autre.
-- unite : heures
-- grain : mois reçu
-- source : Export des heures, extraction à plat
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
        bool_or(est_provisoire) as est_provisoire,
        string_agg(structure, '|' order by structure) as structures
    from mois_recus
    group by mois
),

mesures as (
    select
        recus.mois,
        recus.est_provisoire,
        recus.structures,
        coalesce(par_mois.heures_realisees, 0) as heures_realisees,
        coalesce(par_mois.heures_reparties, 0) as heures_reparties,
        par_mois.heures_formation
    from recus
    left join par_mois using (mois)
)

select
    mesures.mois,
    mesures.est_provisoire,
    mesures.heures_realisees,
    mesures.heures_reparties,
    mesures.heures_formation,
    avant.heures_realisees as heures_annee_precedente,
    coalesce(not mesures.est_provisoire and mesures.structures = avant.structures, false)
        as est_comparable
from mesures
left join mesures as avant on mesures.mois = avant.mois + interval 1 year
