-- titre : Secteurs d'activité des entreprises attributaires
-- definition : Division de la nomenclature d'activités (NAF) de chaque entreprise attributaire d'un
--   marché en cours. La part porte sur les secteurs connus. Une entreprise compte une fois, quel
--   que soit le nombre de ses marchés.
-- unite : entreprises et %
-- grain : division NAF, plus « inconnu »
-- source : Export des engagements ; INSEE, NAF rév. 2 ; convention, annexe 2
-- libelles : division = Division NAF ; section = Section NAF
select
    division,
    libelle,
    section,
    entreprises,
    if(
        division = 'inconnu',
        null,
        round(
            100.0 * entreprises / sum(entreprises) filter (where division != 'inconnu') over (), 1
        )
    )::double as part_pct
from secteurs_attributaires
order by division = 'inconnu' asc, entreprises desc, division asc
