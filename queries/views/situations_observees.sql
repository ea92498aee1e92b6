-- titre : Situation observée à six mois
-- definition : La situation relevée à six mois, ou toute situation datée de 30 jours avant à
--   90 jours après l'échéance. La plus proche de l'échéance l'emporte, à égale distance la plus
--   tardive ; une situation connue l'emporte toujours sur « injoignable ». Un relevé à six mois
--   sans date est réputé fait à l'échéance.
-- unite : sans
-- grain : personne
-- source : Export des situations ; convention, annexe 2 ; règle du projet 3
with sortes as (
    select unnest(['six_mois', 'sortie', 'douze_mois']) as sorte
),

releves as (
    select
        situations.structure,
        situations.numero_participant,
        sortes.sorte = 'six_mois' as est_a_six_mois,
        case sortes.sorte
            when 'six_mois' then situations.situation_6_mois
            when 'sortie' then situations.situation_sortie
            else situations.situation_12_mois
        end as situation,
        case sortes.sorte
            when 'six_mois' then situations.date_releve_6_mois
            when 'sortie' then situations.date_sortie
            else situations.date_releve_12_mois
        end as date_releve
    from situations
    cross join sortes
),

candidates as (
    select
        identites.personne,
        releves.situation,
        releves.date_releve,
        releves.situation != 'injoignable' as est_connue,
        abs(coalesce(releves.date_releve - premiers_contrats.echeance, 0)) as ecart_jours
    from releves
    inner join ref_situation on releves.situation = ref_situation.code
    inner join identites using (structure, numero_participant)
    inner join premiers_contrats using (personne)
    cross join filtre
    where
        releves.situation != 'non_renseigne'
        and (
            releves.est_a_six_mois
            or releves.date_releve between premiers_contrats.echeance - filtre.fenetre_avant_jours
            and premiers_contrats.echeance + filtre.fenetre_apres_jours
        )
)

select * exclude (ecart_jours)
from candidates
qualify row_number() over (
    partition by personne
    order by est_connue desc, ecart_jours asc, date_releve desc nulls last, situation asc
) = 1
