-- titre : Territoires que l'on compare
-- definition : Les 14 EPCI, les communes du Vaucluse et celles des EPCI à cheval dont plus de la
--   moitié des habitants sont en Vaucluse. La population d'un EPCI à cheval est celle de ses
--   communes du Vaucluse : d'Aix-Marseille-Provence, Pertuis seule.
-- unite : habitants
-- grain : maille (epci ou commune) et code
-- source : Listes des EPCI et des communes
with epci as (
    select
        *,
        round(100.0 * (population_totale - population_84) / population_totale, 1)::double
            as part_hors_84_pct,
        2 * population_84 > population_totale as est_surtout_84
    from ref_epci
)

select
    'epci' as maille,
    siren as code,
    nom_court as nom,
    siren as epci,
    nom_court as nom_epci,
    -- Un EPCI dont l'essentiel est ailleurs ne ressemble à aucun autre.
    if(est_surtout_84, type, null) as groupe,
    population_84 as population,
    part_hors_84_pct,
    a_cheval as est_a_cheval,
    structure as structures
from epci
union all
select
    'commune' as maille,
    ref_commune.code_insee as code,
    ref_commune.nom,
    epci.siren as epci,
    epci.nom_court as nom_epci,
    epci.siren as groupe,
    ref_commune.population,
    if(ref_commune.est_dans_84, 0.0, 100.0)::double as part_hors_84_pct,
    epci.a_cheval as est_a_cheval,
    coalesce(ref_commune.structure, epci.structure) as structures
from ref_commune
inner join epci on ref_commune.epci = epci.siren
where ref_commune.est_dans_84 or epci.est_surtout_84
