-- titre : Entreprises par type
-- definition : Structures d'insertion par l'activité économique (SIAE), GEIQ, entreprises adaptées
--   et ESAT, travail temporaire, entreprises classiques : combien sont attributaires, utilisatrices
--   ou employeuses. Une entreprise compte dans chacun de ses rôles. Les heures sont celles des
--   personnes qu'elles emploient.
-- unite : entreprises et heures
-- grain : type d'entreprise
-- source : Exports des engagements, contrats et heures
-- codes : type_entreprise
-- libelles : attributaires = Attributaires ; famille = Famille ; utilisatrices = Utilisatrices
with types as (
    select
        roles_entreprises.role,
        roles_entreprises.heures_realisees,
        coalesce(fiches_entreprises.type_entreprise, 'inconnu') as type_entreprise,
        coalesce(fiches_entreprises.famille, 'inconnu') as famille
    from roles_entreprises
    left join fiches_entreprises using (entreprise)
)

select
    types.type_entreprise,
    coalesce(ref_code.libelle, 'Type inconnu') as libelle,
    types.famille,
    count(*) filter (where types.role = 'attributaire') as attributaires,
    count(*) filter (where types.role = 'utilisatrice') as utilisatrices,
    count(*) filter (where types.role = 'employeuse') as employeuses,
    round(
        coalesce(sum(types.heures_realisees) filter (where types.role = 'employeuse'), 0), 2
    )::double as heures_realisees
from types
left join ref_code
    on ref_code.liste = 'type_entreprise' and types.type_entreprise = ref_code.code
group by types.type_entreprise, types.famille, ref_code.libelle, ref_code.ordre
order by coalesce(ref_code.ordre, 99) asc, types.type_entreprise asc
