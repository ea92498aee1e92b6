-- titre : Heures d'un marché, mois par mois, toutes périodes confondues
-- definition : Heures réalisées chaque mois sur chaque marché. Celles qui sont écrites sans lot
--   touchent tous les lots du marché : elles disent qu'il vit, pas où.
-- unite : heures
-- grain : marché (lot) et mois
-- source : Exports des marchés et heures, extraction à plat
select
    marches_tous.marche_id,
    heures_toutes.mois,
    round(sum(heures_toutes.heures_realisees), 6) as heures_du_lot_ou_du_marche,
    round(
        sum(heures_toutes.heures_realisees)
        filter (where lieux_marches.marche_id = marches_tous.marche_id),
        6
    )::double as heures_realisees
from heures_toutes
inner join lieux_marches using (structure, numero_marche, numero_lot)
inner join marches_tous
    on
        heures_toutes.structure = marches_tous.structure
        and heures_toutes.numero_marche = marches_tous.numero_marche
        and coalesce(lieux_marches.marche_id, marches_tous.marche_id) = marches_tous.marche_id
group by marches_tous.marche_id, heures_toutes.mois
