-- titre : Marchés en cours, par type d'acheteur
-- definition : Commune, EPCI, département, bailleur social… : marchés en cours dans la période, et
--   heures de la période sur leurs marchés.
-- unite : marchés, heures et %
-- grain : type de donneur d'ordre, plus « inconnu »
-- source : Exports des marchés et heures ; convention, annexe 2
-- codes : type_maitre_ouvrage
select
    code as type_maitre_ouvrage,
    libelle,
    marches,
    nouveaux,
    part_pct,
    heures_realisees,
    part_heures_pct
from parts_typologies
where dimension = 'type_maitre_ouvrage'
order by code = 'inconnu' asc, marches desc, heures_realisees desc, code asc
