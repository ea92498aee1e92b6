-- titre : Périmètres où l'on rapproche financement, objectifs et résultats
-- definition : Pour chaque année de la période qui a un plan de financement ou un objectif : tout
--   le département, chaque structure, chaque EPCI qui a un poste dédié, et les périmètres qu'un
--   objectif nomme. Un filtre choisi s'ajoute au périmètre et lui donne son nom.
-- unite : sans
-- grain : année, maille, structure et EPCI
-- source : Plan de financement ; objectifs
with annees as (
    select annee from postes_choisis
    union
    select annee from objectifs_choisis
),

perimetres as (
    select
        annee,
        'departement' as maille,
        null as structure,
        null as epci
    from annees
    union all by name
    select
        annees.annee,
        'structure' as maille,
        ref_structure.code as structure
    from annees
    cross join ref_structure
    cross join filtre
    where coalesce(ref_structure.code = filtre.structure, filtre.structure is null)
    union by name
    select
        annee,
        'epci' as maille,
        epci
    from postes_choisis
    where est_dedie
    union by name
    select
        annee,
        'objectif' as maille,
        structure,
        epci
    from objectifs_choisis
)

select
    perimetres.*,
    concat_ws(
        '|',
        perimetres.maille,
        perimetres.annee,
        coalesce(perimetres.structure, '*'),
        coalesce(perimetres.epci, '*')
    ) as perimetre,
    coalesce(perimetres.structure, filtre.structure) as structure_lue,
    coalesce(perimetres.epci, filtre.epci) as epci_lu
from perimetres
cross join filtre
