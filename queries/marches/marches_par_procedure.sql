-- titre : Marchés en cours, par procédure
-- definition : Façon d'inscrire la clause : condition d'exécution, critère, marché réservé… Marchés
--   en cours dans la période, et heures de la période sur ces marchés.
-- unite : marchés, heures et %
-- grain : procédure, plus « inconnu »
-- source : Exports des marchés et heures ; convention, annexe 2
-- codes : procedure_clause
select
    code as procedure_clause,
    libelle,
    marches,
    nouveaux,
    part_pct,
    heures_realisees,
    part_heures_pct
from parts_typologies
where dimension = 'procedure_clause'
order by code = 'inconnu' asc, marches desc, heures_realisees desc, code asc
