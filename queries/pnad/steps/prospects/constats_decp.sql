-- titre : Ce que disent, l'un de l'autre, le déclaré et le suivi
-- definition : Chaque contrat déclaré avec clause, et chaque marché suivi, reçoit un constat. Un
--   marché suivi notifié hors des années reçues des DECP, ou dont l'acheteur n'a pas de SIREN,
--   n'est pas dit absent. S'y ajoutent les contrats gagnés par une entreprise d'insertion ou
--   adaptée connue et que rien ne déclare réservés : elle a pu les gagner sans réserve.
-- unite : constats
-- grain : constat et contrat ou marché (lot)
-- source : DECP, exports des marchés et engagements
with lus as (
    select
        rapprochements_decp.*,
        coalesce(decp_contrats.date_notification, suivis.date_notification) as jour,
        case
            when suivis.marche_id is null
                then if(decp_contrats.est_clause, 'declare_non_suivi', null)
            when decp_contrats.cle is not null
                then case
                    when decp_contrats.est_clause then 'suivi_et_declare'
                    when decp_contrats.statut_social = 'avec' then 'suivi_critere_seul'
                    when decp_contrats.statut_social = 'sans' then 'suivi_declare_sans'
                    else 'suivi_non_renseigne'
                end
            when suivis.acheteur is null then 'suivi_sans_siren'
            when
                suivis.date_notification between date_decp.premiere_notification
                and date_decp.date_donnees
                then 'suivi_absent'
            when date_decp.date_donnees is not null then 'suivi_hors_decp'
        end as constat
    from rapprochements_decp
    left join decp_contrats using (cle)
    left join marches_comparables as suivis using (marche_id)
    cross join date_decp
),

titulaires as (
    select
        cle,
        date_notification as jour,
        'siae_non_reservee' as constat,
        'siren_titulaire' as raison,
        'moyenne' as confiance,
        left(unnest(titulaires), 9) as siren
    from contrats_pnad
    where est_garde and not est_reserve and statut_social != 'hors_format'
)

select
    lus.*,
    null as entreprise
from lus
where lus.constat is not null
union all by name
select distinct
    titulaires.* exclude (siren),
    siae_connues.entreprise || ' (' || siae_connues.type_siae || ')' as entreprise
from titulaires
inner join siae_connues using (siren)
