-- titre : Heures par catégorie
-- definition : Heures réalisées dans la période par les personnes de chaque public de la
--   convention. Une personne peut être dans plusieurs catégories : elles ne s'additionnent pas.
-- unite : heures et personnes
-- grain : catégorie
-- source : Exports des participants, contrats et heures, extraction à plat ; Méthode, règles 8
--   à 10
-- codes : categorie
with sommes as (
    select
        reponses_categories.categorie,
        count(*) as beneficiaires,
        sum(beneficiaires.heures_realisees) as heures_realisees
    from reponses_categories
    inner join beneficiaires using (personne)
    where reponses_categories.est_dedans
    group by reponses_categories.categorie
)

select
    ref_categorie.code as categorie,
    if(donnees_connues.a_heures, coalesce(sommes.beneficiaires, 0), null) as beneficiaires,
    if(donnees_connues.a_heures, coalesce(round(sommes.heures_realisees, 2), 0), null)::double
        as heures_realisees,
    ref_categorie.libelle
from ref_categorie
cross join donnees_connues
left join sommes on ref_categorie.code = sommes.categorie
order by ref_categorie.ordre
