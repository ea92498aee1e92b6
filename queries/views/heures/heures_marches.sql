-- titre : Heures rattachées à un marché
-- definition : Heures réalisées du début de chaque marché à la fin de la période, et leur dernier
--   mois.
-- unite : heures
-- grain : marché
-- source : Exports des marchés et heures, extraction à plat
select
    lieux_marches.marche_id,
    sum(heures_toutes.heures_realisees)::double as heures_realisees,
    max(heures_toutes.mois) as dernier_mois
from heures_toutes
inner join lieux_marches using (structure, numero_marche, numero_lot)
cross join filtre
where lieux_marches.marche_id is not null and heures_toutes.mois <= filtre.fin
group by lieux_marches.marche_id
