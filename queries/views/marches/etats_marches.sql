-- titre : Où en est un marché
-- definition : À la fin de la période, ou à la date des données si elle vient avant : à venir, en
--   cours, bientôt fini, fin prévue dépassée, sans heures depuis plus de 12 mois, suspendu, fini.
--   Un marché dit terminé ou résilié sans date reste compté en cours, et il est signalé.
-- unite : sans
-- grain : marché (lot)
-- source : Exports des marchés et heures ; Méthode, règle 6
with etats as (
    select
        marches_ouverts.*,
        case
            when marches_suivis.est_a_venir then 'a_venir'
            when marches_suivis.statut_marche = 'infructueux' then 'infructueux'
            when marches_suivis.est_sans_date then 'sans_date'
            when marches_suivis.date_notification > marches_ouverts.jour then 'notifie_apres'
            when marches_suivis.date_fin_reelle <= marches_ouverts.jour
                then if(marches_suivis.statut_marche = 'resilie', 'resilie', 'termine')
            when not marches_ouverts.est_ouvert then 'fin_manquante'
            when marches_suivis.statut_marche = 'suspendu' then 'suspendu'
            when marches_ouverts.est_sans_heures then 'sans_heures'
            when marches_ouverts.est_fin_depassee then 'en_retard'
            else if(marches_ouverts.est_bientot_fini, 'bientot_fini', 'en_cours')
        end as etat
    from marches_suivis
    inner join marches_ouverts using (marche_id)
)

select
    etats.*,
    libelles_etats.etat_libelle,
    libelles_etats.etat_ordre
from etats
inner join libelles_etats using (etat)
