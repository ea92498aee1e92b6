-- titre : Mesures du comité technique
-- definition : Réalisé dans le trimestre, prévu ensuite, et points à voir, dans la structure et le
--   territoire choisis.
-- unite : selon la mesure
-- grain : mesure
-- source : Tous les exports ; convention, article 6
with marches_du_trimestre as (
    select
        count(*) filter (where bilans_marches.est_nouveau) as marches_notifies,
        count(*) filter (
            where bilans_marches.est_clause
            and bilans_marches.date_fin_reelle between filtre.debut and filtre.fin
        ) as marches_termines,
        count(*) filter (where bilans_marches.est_ouvert) as marches_ouverts,
        sum(greatest(bilans_marches.heures_prevues - bilans_marches.heures_realisees, 0))
        filter (where bilans_marches.est_ouvert) as heures_restantes,
        count(*) filter (where bilans_marches.est_a_venir) as marches_a_venir,
        sum(bilans_marches.heures_prevues) filter (where bilans_marches.est_a_venir)
            as heures_a_venir,
        count(*) filter (where bilans_marches.est_bientot_fini) as marches_se_terminant
    from bilans_marches
    cross join filtre
),

retards as (
    select
        count(*) filter (where ecart_heures < 0) as marches_en_retard,
        count(*) filter (where ecart_heures < 0 and ecart_au_mieux < 0) as retards_surs
    from calendriers_marches
),

reunies as (
    select
        marches_du_trimestre.*,
        retards.*,
        comptes_six_mois.*
    from marches_du_trimestre
    cross join retards
    cross join comptes_six_mois
),

mesures as (
    select columns(*)::double
    from reunies
)

unpivot mesures on columns(*) into name indicateur value valeur
union all
select * from mesures_cles
where indicateur in ('heures_realisees', 'beneficiaires')
