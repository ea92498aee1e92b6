-- titre : Lieux
-- definition : Un lieu est une commune ou, quand la commune n'est pas connue, un EPCI entier : le
--   siège d'un EPCI acheteur est chez lui. Un EPCI sur plusieurs bassins n'a pas de bassin sûr.
-- unite : sans
-- grain : commune ou EPCI
-- source : Listes des communes et des EPCI
select
    code_insee as lieu,
    epci,
    bassin,
    structure
from ref_commune
union all
select
    ref_epci.siren as lieu,
    ref_epci.siren as epci,
    ref_bassin.code as bassin,
    ref_epci.structure
from ref_epci
left join ref_bassin on ref_epci.bassins = ref_bassin.nom
