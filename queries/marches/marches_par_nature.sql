-- titre : Marchés en cours, par nature
-- definition : Travaux, services, fournitures ou prestations intellectuelles : marchés en cours
--   dans la période, et heures de la période sur les marchés de cette nature.
-- unite : marchés, heures et %
-- grain : nature de marché, plus « inconnu »
-- source : Exports des marchés et heures ; convention, annexe 2
-- codes : nature_marche
select
    code as nature_marche,
    libelle,
    marches,
    nouveaux,
    part_pct,
    heures_realisees,
    part_heures_pct
from parts_typologies
where dimension = 'nature_marche'
order by code = 'inconnu' asc, marches desc, heures_realisees desc, code asc
