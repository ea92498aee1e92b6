-- titre : Marchés ouverts au jour où l'on se place
-- definition : Un marché clausé, notifié et pas encore fini à la fin de la période (ou à la date
--   des données si elle vient avant). Il est signalé s'il n'a aucune heure depuis plus de 12 mois
--   (ou depuis son démarrage), si sa fin prévue est dépassée, ou si elle tombe dans les six mois.
-- unite : sans
-- grain : marché (lot)
-- source : Exports des marchés et heures ; Méthode, règle 6
with derniers as (
    select
        marche_id,
        max(mois) filter (where heures_du_lot_ou_du_marche > 0) as dernier_mois
    from heures_mensuelles
    group by marche_id
),

situes as (
    select
        marches_suivis.*,
        derniers.dernier_mois,
        jours_de_reference.jour,
        filtre.marche_sans_heures_mois as mois_toleres,
        marches_suivis.structure in (select heures_toutes.structure from heures_toutes)
            as a_heures_recues
    from marches_suivis
    inner join jours_de_reference using (structure)
    left join derniers using (marche_id)
    cross join filtre
),

ouverts as (
    select
        *,
        coalesce(last_day(dernier_mois), date_demarrage, date_notification) as dernier_signe,
        est_clause and date_notification <= jour
        and coalesce(date_fin_reelle > jour, statut_marche not in ('termine', 'resilie'), true)
            as est_ouvert
    from situes
)

select
    marche_id,
    jour,
    dernier_mois,
    dernier_signe,
    est_ouvert,
    coalesce(
        est_ouvert and a_heures_recues and dernier_signe + to_months(mois_toleres) < jour, false
    ) as est_sans_heures,
    coalesce(est_ouvert and date_fin_prevue < jour, false) as est_fin_depassee,
    -- Six mois : le temps de préparer la suite avec l'acheteur et l'entreprise.
    coalesce(est_ouvert and date_fin_prevue between jour and jour + interval 6 month, false)
        as est_bientot_fini
from ouverts
