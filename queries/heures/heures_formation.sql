-- titre : Heures de formation
-- definition : Part des heures réalisées de la période qui sont des heures de formation. Elles sont
--   comprises dans les heures réalisées. Une part des heures peut ne pas dire si elle est de la
--   formation : elle est comptée à part.
-- unite : heures et %
-- grain : une ligne
-- source : Export des heures, extraction à plat ; Méthode, règle 8
-- libelles : heures_sans_detail = Heures sans détail
with sommes as (
    select
        sum(heures_realisees) as heures_realisees,
        sum(heures_formation) as heures_formation,
        sum(heures_realisees) filter (where heures_formation is null) as heures_sans_detail
    from heures_filtrees
)

select
    round(heures_realisees, 2)::double as heures_realisees,
    round(heures_formation, 2)::double as heures_formation,
    round(100 * heures_formation / nullif(heures_realisees, 0), 1)::double as part_pct,
    coalesce(round(heures_sans_detail, 2), 0)::double as heures_sans_detail
from sommes
