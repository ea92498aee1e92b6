-- titre : Calendrier d'un marché ouvert
-- definition : Les heures attendues sont les heures prévues, au prorata des jours écoulés du
--   démarrage (à défaut, de la notification) à la fin prévue, les deux comptés ; toutes, une fois
--   la fin prévue passée. L'écart est le réalisé moins l'attendu : juste à son calendrier, un
--   marché n'est pas en retard. Au mieux : avec les heures du marché écrites sans lot, et un
--   calendrier arrêté au dernier mois dont la saisie est finie ; en retard même ainsi, le retard
--   est sûr. Un marché suspendu, sans heures prévues ou sans fin prévue n'a pas de calendrier.
-- unite : heures
-- grain : marché (lot) ouvert
-- source : Exports des marchés et heures, extraction à plat ; Méthode, règle 23
with jours as (
    select
        marches_suivis.marche_id,
        marches_suivis.date_fin_prevue,
        marches_suivis.heures_prevues::double as heures_prevues,
        coalesce(marches_suivis.date_demarrage, marches_suivis.date_notification) as date_debut,
        jours_de_reference.jour,
        least(
            jours_de_reference.jour,
            last_day(jours_de_reference.date_donnees - to_months(filtre.mois_provisoires))
        ) as jour_sur,
        marches_suivis.date_fin_prevue - date_debut + 1 as duree_jours
    from marches_suivis
    inner join marches_ouverts using (marche_id)
    inner join jours_de_reference using (structure)
    cross join filtre
    where
        marches_ouverts.est_ouvert
        and marches_suivis.statut_marche is distinct from 'suspendu'
        and marches_suivis.heures_prevues > 0
        and marches_suivis.structure in (select heures_toutes.structure from heures_toutes)
),

realisees as (
    select
        marche_id,
        sum(heures_realisees) as heures_realisees,
        sum(heures_du_lot_ou_du_marche) as heures_au_mieux
    from heures_mensuelles
    group by marche_id
)

select
    jours.marche_id,
    jours.date_debut,
    jours.date_fin_prevue,
    jours.jour,
    jours.heures_prevues,
    round(coalesce(realisees.heures_realisees, 0), 2) as heures_realisees,
    greatest(0, least(1, (jours.jour - jours.date_debut + 1) / jours.duree_jours)) as part_ecoulee,
    greatest(0, least(1, (jours.jour_sur - jours.date_debut + 1) / jours.duree_jours)) as part_sure,
    round(jours.heures_prevues * part_ecoulee, 2) as heures_attendues,
    round(coalesce(realisees.heures_realisees, 0) - jours.heures_prevues * part_ecoulee, 2)
        as ecart_heures,
    round(coalesce(realisees.heures_au_mieux, 0) - jours.heures_prevues * part_sure, 2)
        as ecart_au_mieux
from jours
left join realisees using (marche_id)
where jours.duree_jours > 0
