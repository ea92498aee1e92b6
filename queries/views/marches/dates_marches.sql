-- titre : Dates d'un marché
-- definition : La notification, la fin réelle et le premier mois d'heures de chaque marché attribué
--   de la structure et du territoire choisis. Le nombre dit les heures prévues d'un marché notifié,
--   et réalisées d'un marché terminé.
-- unite : heures
-- grain : marché (lot) et événement
-- source : Exports des marchés et heures, extraction à plat
with premieres as (
    select
        marche_id,
        min(mois) as premier_mois
    from heures_mensuelles
    where heures_realisees > 0
    group by marche_id
)

select
    marches_suivis.marche_id,
    marches_suivis.structure,
    unnest(['marche_notifie', 'marche_termine', 'premieres_heures']) as evenement,
    unnest(['Marché notifié', 'Marché terminé', 'Premières heures']) as libelle,
    unnest([
        marches_suivis.date_notification,
        marches_suivis.date_fin_reelle,
        premieres.premier_mois
    ]) as date_evenement,
    unnest([
        marches_suivis.heures_prevues::double,
        round(heures_marches.heures_realisees, 2),
        null
    ]) as nombre,
    concat_ws(
        ' – ', marches_suivis.acheteur, coalesce(marches_suivis.objet, marches_suivis.operation)
    ) as texte
from marches_suivis
left join heures_marches using (marche_id)
left join premieres using (marche_id)
where marches_suivis.est_attribue
