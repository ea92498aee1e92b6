-- titre : Place des femmes dans chaque public
-- definition : Part des femmes parmi les bénéficiaires de chaque public de la convention ; elle
--   porte sur les personnes dont le sexe est connu. « Favoriser la mobilisation du public féminin »
--   est un engagement de la convention.
-- unite : personnes et %
-- grain : catégorie
-- source : Exports des participants, contrats et heures ; convention, article 3
-- codes : categorie
with membres as (
    select
        reponses_categories.categorie,
        count(*) as beneficiaires,
        count(*) filter (where categories.femmes) as femmes,
        count(*) filter (where categories.femmes is null) as sexe_inconnu
    from reponses_categories
    inner join categories using (personne)
    where reponses_categories.est_dedans
    group by reponses_categories.categorie
)

select
    ref_categorie.code as categorie,
    ref_categorie.libelle,
    if(donnees_connues.a_heures, coalesce(membres.beneficiaires, 0), null) as beneficiaires,
    if(donnees_connues.a_heures, coalesce(membres.femmes, 0), null) as femmes,
    if(donnees_connues.a_heures, coalesce(membres.sexe_inconnu, 0), null) as sexe_inconnu,
    round(
        100.0 * membres.femmes / nullif(membres.beneficiaires - membres.sexe_inconnu, 0), 1
    )::double as part_femmes_pct
from ref_categorie
cross join donnees_connues
left join membres on ref_categorie.code = membres.categorie
where ref_categorie.code not in ('femmes', 'brsa_femmes')
order by ref_categorie.ordre
