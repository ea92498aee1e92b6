-- titre : Bénéficiaires par catégorie
-- definition : Personnes ayant travaillé dans la période, selon les publics de la convention. Une
--   personne peut être dans plusieurs catégories : elles ne s'additionnent pas. L'âge est celui du
--   début du premier contrat de la période. Les personnes dont on ne sait pas si elles sont dans la
--   catégorie sont comptées à part ; la part porte sur les personnes connues.
-- unite : personnes et %
-- grain : catégorie
-- source : Exports des participants, contrats et heures, extraction à plat ; convention, annexe
--   2 ; Méthode, règles 8 à 10 et 14
-- codes : categorie
-- libelles : base_connue = Personnes dont on sait
with reponses as (
    select
        ref_categorie.code as categorie,
        case ref_categorie.code
            when 'total' then categories.total
            when 'femmes' then categories.femmes
            when 'brsa' then categories.brsa
            when 'brsa_femmes' then categories.brsa_femmes
            when 'jeunes_18_25' then categories.jeunes_18_25
            when 'moins_26' then categories.moins_26
            when 'th' then categories.th
            when 'deld' then categories.deld
            when 'deld_12_24' then categories.deld_12_24
            when 'detld' then categories.detld
            when 'qpv' then categories.qpv
            when 'seniors' then categories.seniors
        end as est_dedans
    from ref_categorie
    cross join categories
),

comptes as (
    select
        categorie,
        count(*) filter (where est_dedans) as beneficiaires,
        count(*) filter (where est_dedans is null) as inconnus,
        count(est_dedans) as base_connue
    from reponses
    group by categorie
)

select
    ref_categorie.code as categorie,
    if(donnees_connues.a_heures, coalesce(comptes.beneficiaires, 0), null) as beneficiaires,
    if(donnees_connues.a_heures, coalesce(comptes.inconnus, 0), null) as inconnus,
    if(donnees_connues.a_heures, coalesce(comptes.base_connue, 0), null) as base_connue,
    round(100.0 * comptes.beneficiaires / nullif(comptes.base_connue, 0), 1)::double as part_pct,
    ref_categorie.libelle
from ref_categorie
cross join donnees_connues
left join comptes on ref_categorie.code = comptes.categorie
order by ref_categorie.ordre
