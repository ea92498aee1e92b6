-- titre : Recouvrement des rôles des entreprises
-- definition : Combien d'entreprises sont à la fois attributaires, utilisatrices ou employeuses.
--   Chaque entreprise est dans une seule combinaison ; celles dont le SIREN manque y sont, par
--   leur nom.
-- unite : entreprises
-- grain : combinaison exacte de rôles
-- source : Exports des engagements, contrats et heures, extraction à plat
-- libelles : nombre_roles = Nombre de rôles
with combinaisons as (
    select
        entreprise,
        string_agg(
            role, '+'
            order by array_position(['attributaire', 'utilisatrice', 'employeuse'], role)
        ) as combinaison,
        count(*) as nombre_roles
    from roles_entreprises
    group by entreprise
)

select
    combinaison,
    nombre_roles,
    count(*) as entreprises
from combinaisons
group by combinaison, nombre_roles
order by entreprises desc, combinaison asc
