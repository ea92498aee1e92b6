-- titre : Bénéficiaires par quartier prioritaire
-- definition : Quartier des bénéficiaires résidant en quartier prioritaire (QPV). Les quartiers
--   sont ceux de la liste de 2024 ; la génération dit si l'export a écrit un code de 2015 ou de
--   2024. Hors QPV, quartier non précisé et réponse inconnue sont à part. La part porte sur les
--   personnes dont on sait si elles résident en QPV.
-- unite : personnes et %
-- grain : quartier et génération, plus « non précisé », « hors QPV » et « inconnu »
-- source : Exports des participants et heures, extraction à plat ; liste des QPV
-- libelles : code_qpv = Code du quartier ; generation = Liste des quartiers
with places as (
    select
        orientations.qpv_generation as generation,
        case
            when categories.qpv is null then 'inconnu'
            when not categories.qpv then 'hors_qpv'
            else coalesce(orientations.code_qpv, 'non_precise')
        end as code_qpv
    from categories
    left join orientations using (personne)
),

comptes as (
    select
        code_qpv,
        if(starts_with(code_qpv, 'Q'), coalesce(generation, 'inconnue'), null) as generation,
        count(*) as beneficiaires
    from places
    group by all
)

select
    comptes.code_qpv,
    case comptes.code_qpv
        when 'inconnu' then 'Non renseigné'
        when 'hors_qpv' then 'Hors QPV'
        when 'non_precise' then 'En QPV, quartier non précisé'
        else ref_qpv.nom
    end as nom,
    ref_qpv.commune,
    ref_qpv.epci,
    comptes.generation,
    comptes.beneficiaires,
    if(
        comptes.code_qpv = 'inconnu',
        null,
        round(
            100.0 * comptes.beneficiaires
            / sum(comptes.beneficiaires) filter (where comptes.code_qpv != 'inconnu') over (),
            1
        )
    )::double as part_pct
from comptes
left join ref_qpv on comptes.code_qpv = ref_qpv.code
order by
    ref_qpv.code is null asc,
    comptes.beneficiaires desc,
    comptes.code_qpv asc,
    comptes.generation asc
