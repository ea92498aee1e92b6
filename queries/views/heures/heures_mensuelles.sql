-- titre : Heures d'un marché, mois par mois
-- definition : Heures réalisées chaque mois, jusqu'à la fin de la période, sur chaque marché.
--   Celles qui sont écrites sans lot touchent tous les lots du marché : elles disent qu'il vit,
--   pas où.
-- unite : heures
-- grain : marché (lot) et mois
-- source : Exports des marchés et heures, extraction à plat
select heures_mois_marches.*
from heures_mois_marches
cross join filtre
where heures_mois_marches.mois <= filtre.fin
