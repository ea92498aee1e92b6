-- titre : Marchés en cours, par montant
-- definition : Montant hors taxes du lot : marchés en cours dans la période, et heures de la
--   période sur les marchés de cette tranche.
-- unite : marchés, heures et %
-- grain : tranche de montant, plus « inconnu »
-- source : Exports des marchés et heures ; convention, annexe 2
-- codes : tranche_montant
select
    code as tranche_montant,
    libelle,
    marches,
    nouveaux,
    part_pct,
    heures_realisees,
    part_heures_pct
from parts_typologies
where dimension = 'tranche_montant'
order by ordre
