-- titre : Marchés en cours, par secteur
-- definition : Secteur d'activité écrit dans l'export : marchés en cours dans la période, et heures
--   de la période sur les marchés de ce secteur.
-- unite : marchés, heures et %
-- grain : secteur d'activité, plus « inconnu »
-- source : Exports des marchés et heures ; convention, annexe 2
-- codes : secteur_activite
select
    code as secteur_activite,
    libelle,
    marches,
    nouveaux,
    part_pct,
    heures_realisees,
    part_heures_pct
from parts_typologies
where dimension = 'secteur_activite'
order by code = 'inconnu' asc, marches desc, heures_realisees desc, code asc
