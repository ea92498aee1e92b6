-- titre : Marchés clausés en cours, par programme
-- definition : Marchés en cours dans la période, selon le programme de leur opération : NPNRU,
--   PNRQAD, ou hors de ces deux programmes. Les nouveaux sont notifiés dans la période ; un avenant
--   qui ajoute une clause n'est pas daté par l'export. Les heures sont celles de la période.
-- unite : marchés et heures
-- grain : programme, plus « inconnu »
-- source : Exports des marchés et heures ; convention, annexe 2 ; Méthode, règle 6
-- codes : programme
with programmes as (
    select
        code as programme,
        libelle,
        ordre
    from ref_programme
    union all
    select
        'inconnu' as programme,
        'Programme inconnu' as libelle,
        99 as ordre
)

select
    programmes.programme,
    programmes.libelle,
    if(donnees_connues.a_marches, coalesce(typologies_marches.marches, 0), null) as en_cours,
    if(
        donnees_connues.a_marches and not filtre.est_tout,
        coalesce(typologies_marches.nouveaux, 0),
        null
    ) as nouveaux,
    if(donnees_connues.a_heures, coalesce(typologies_marches.heures_realisees, 0), null)
        as heures_realisees
from programmes
cross join filtre
cross join donnees_connues
left join typologies_marches
    on
        typologies_marches.dimension = 'programme'
        and programmes.programme = typologies_marches.code
order by programmes.ordre
