-- titre : Bénéficiaires par prescripteur
-- definition : Qui a orienté les personnes ayant travaillé dans la période : France Travail,
--   mission locale, Département, PLIE… Chaque personne compte une fois, avec le prescripteur de sa
--   première fiche. La part porte sur les prescripteurs connus.
-- unite : personnes et %
-- grain : prescripteur, plus « inconnu »
-- source : Exports des participants et heures
-- codes : prescripteur
-- libelles : prescripteur = Prescripteur
with comptes as (
    select
        coalesce(orientations.prescripteur, 'inconnu') as prescripteur,
        count(*) as beneficiaires
    from categories
    left join orientations on categories.personne = orientations.personne
    group by coalesce(orientations.prescripteur, 'inconnu')
)

select
    comptes.prescripteur,
    coalesce(ref_code.libelle, 'Prescripteur inconnu') as libelle,
    comptes.beneficiaires,
    if(
        comptes.prescripteur = 'inconnu',
        null,
        round(
            100.0 * comptes.beneficiaires
            / sum(comptes.beneficiaires) filter (where comptes.prescripteur != 'inconnu') over (),
            1
        )
    )::double as part_pct
from comptes
left join ref_code on ref_code.liste = 'prescripteur' and comptes.prescripteur = ref_code.code
order by
    comptes.prescripteur = 'inconnu' asc,
    comptes.beneficiaires desc,
    comptes.prescripteur asc
