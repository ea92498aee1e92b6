-- titre : Secteurs des attributaires
-- definition : Attributaires d'un marché en cours, comptés par SIREN, selon leur division NAF.
-- unite : entreprises
-- grain : division NAF, plus « inconnu »
-- source : Export des engagements ; INSEE, NAF rév. 2
with comptes as (
    select
        coalesce(fiches_entreprises.division, 'inconnu') as division,
        count(*) as entreprises
    from roles_entreprises
    left join fiches_entreprises using (entreprise)
    where roles_entreprises.role = 'attributaire' and roles_entreprises.est_avec_siren
    group by coalesce(fiches_entreprises.division, 'inconnu')
)

select
    comptes.*,
    case
        when comptes.division = 'inconnu' then 'Secteur non renseigné'
        else coalesce(ref_naf.libelle, 'Division ' || comptes.division)
    end as libelle,
    ref_naf.section_libelle as section
from comptes
left join ref_naf on comptes.division = ref_naf.code
