-- titre : Postes de chaque périmètre
-- definition : Un poste compte dans le département entier, dans sa structure, dans son territoire
--   (un EPCI, plusieurs s'il est partagé, ou aucun) et pour lui-même.
-- unite : postes
-- grain : poste et périmètre
-- source : Plan de financement
select
    *,
    'departement' as maille,
    'departement' as perimetre,
    'Département entier' as nom_perimetre
from postes_retenus
union all by name
select
    postes_retenus.*,
    'structure' as maille,
    postes_retenus.structure as perimetre,
    coalesce(ref_structure.sigle, postes_retenus.structure) as nom_perimetre
from postes_retenus
left join ref_structure on postes_retenus.structure = ref_structure.code
union all by name
select
    *,
    'epci' as maille,
    epci as perimetre,
    nom_epci as nom_perimetre
from postes_retenus
union all by name
select
    postes_retenus.*,
    'poste' as maille,
    concat_ws('|', postes_retenus.annee, postes_retenus.structure, postes_retenus.poste)
        as perimetre,
    concat_ws(
        ', ',
        coalesce(ref_structure.sigle, postes_retenus.structure),
        postes_retenus.poste,
        postes_retenus.annee
    ) as nom_perimetre
from postes_retenus
left join ref_structure on postes_retenus.structure = ref_structure.code
