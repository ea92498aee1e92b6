-- titre : Bénéficiaires par type de contrat
-- definition : Personnes ayant travaillé dans la période sous chaque type de contrat, et leurs
--   heures. Une personne sous deux types compte dans les deux : ils ne s'additionnent pas. Les
--   parts portent sur les heures dont le type de contrat est connu.
-- unite : personnes, heures et %
-- grain : type de contrat, plus « inconnu »
-- source : Exports des contrats et heures, extraction à plat
-- codes : type_contrat
-- libelles : type_contrat = Type de contrat
with sommes as (
    select
        coalesce(type_contrat, 'inconnu') as type_contrat,
        personne,
        round(sum(heures_realisees), 6) as heures_realisees
    from heures_contrats
    group by coalesce(type_contrat, 'inconnu'), personne
),

comptes as (
    select
        type_contrat,
        count(personne) filter (where heures_realisees > 0) as beneficiaires,
        round(sum(heures_realisees), 2)::double as heures_realisees,
        if(type_contrat = 'inconnu', null, sum(heures_realisees)) as heures_connues
    from sommes
    group by type_contrat
)

select
    comptes.type_contrat,
    coalesce(ref_code.libelle, 'Type de contrat inconnu') as libelle,
    comptes.beneficiaires,
    comptes.heures_realisees,
    round(100 * comptes.heures_connues / sum(comptes.heures_connues) over (), 1)::double
        as part_heures_pct
from comptes
left join ref_code on ref_code.liste = 'type_contrat' and comptes.type_contrat = ref_code.code
order by
    comptes.type_contrat = 'inconnu' asc,
    comptes.beneficiaires desc,
    comptes.type_contrat asc
