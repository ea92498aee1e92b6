-- titre : Noms des territoires
-- definition : EPCI du Vaucluse, structures, et les deux cas à part : territoire inconnu, et
--   commune hors des EPCI du Vaucluse.
-- unite : sans
-- grain : territoire
-- source : Listes des EPCI et des structures
select
    siren as territoire,
    nom_court as nom
from ref_epci
union all by name
select
    code as territoire,
    'Territoire ' || if(regexp_matches(sigle, '^[AEIOU]'), 'd''', 'de ') || sigle as nom
from ref_structure
union all by name
select
    'hors_departement' as territoire,
    'Hors des EPCI du Vaucluse' as nom
union all by name
select
    'inconnu' as territoire,
    'Territoire inconnu' as nom
