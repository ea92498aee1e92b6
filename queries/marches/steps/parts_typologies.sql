-- titre : Typologie des marchés, en parts
-- definition : Chaque sorte de marché avec son nom, le nombre de marchés en cours, les heures de la
--   période, et leurs parts, calculées sur ce qui est renseigné.
-- unite : marchés, heures et %
-- grain : dimension et code
-- source : Exports des marchés et heures, extraction à plat ; convention, annexe 2
with nommees as (
    select
        coalesce(libelles_typologies.dimension, typologies_marches.dimension) as dimension,
        coalesce(libelles_typologies.code, typologies_marches.code) as code,
        coalesce(libelles_typologies.libelle, typologies_marches.code) as libelle,
        coalesce(libelles_typologies.ordre, 50) as ordre,
        coalesce(typologies_marches.marches, 0) as marches,
        coalesce(typologies_marches.nouveaux, 0) as nouveaux,
        coalesce(typologies_marches.heures_realisees, 0) as heures_realisees
    from libelles_typologies
    full join typologies_marches using (dimension, code)
),

sommes as (
    select
        *,
        if(code = 'inconnu', null, marches) as marches_connus,
        if(code = 'inconnu', null, heures_realisees) as heures_connues,
        nullif(sum(marches_connus) over (partition by dimension), 0) as base_marches,
        nullif(sum(heures_connues) over (partition by dimension), 0) as base_heures
    from nommees
)

select
    sommes.dimension,
    sommes.code,
    sommes.libelle,
    sommes.ordre,
    if(donnees_connues.a_marches, sommes.marches, null) as marches,
    if(donnees_connues.a_marches and not filtre.est_tout, sommes.nouveaux, null) as nouveaux,
    round(100.0 * sommes.marches_connus / sommes.base_marches, 1)::double as part_pct,
    if(donnees_connues.a_heures, sommes.heures_realisees, null) as heures_realisees,
    round(100 * sommes.heures_connues / sommes.base_heures, 1)::double as part_heures_pct
from sommes
cross join donnees_connues
cross join filtre
where sommes.marches > 0 or sommes.heures_realisees != 0 or sommes.code = 'inconnu'
