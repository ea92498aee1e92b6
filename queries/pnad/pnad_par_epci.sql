-- titre : Part des contrats avec une considération sociale, par EPCI
-- definition : L'EPCI est celui du siège de l'acheteur, et non le lieu d'exécution : le Département
--   compte là où il siège. Le Grand Avignon a neuf communes en Vaucluse et sept dans le Gard.
-- unite : contrats et %
-- grain : EPCI du siège de l'acheteur, plus « hors des EPCI du Vaucluse »
-- source : DECP, liste des acheteurs, listes des communes et des EPCI
-- codes : epci
-- portee : publique
with parts as (
    select
        groupe as epci,
        * exclude (maille, groupe)
    from parts_pnad
    where maille = 'territoire'
)

select
    parts.*,
    noms_territoires.nom
from parts
left join noms_territoires on parts.epci = noms_territoires.territoire
order by parts.contrats desc, parts.epci asc
