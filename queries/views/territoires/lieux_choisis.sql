-- titre : Lieux du territoire choisi
-- definition : Les lieux de l'EPCI, du bassin d'emploi ou de la commune choisis, et la structure
--   en charge de chacun ; tous les lieux si aucun territoire n'est choisi.
-- unite : lieux
-- grain : commune ou EPCI
-- source : Listes des communes, des EPCI et des bassins d'emploi
select lieux.*
from lieux
cross join filtre
where
    coalesce(lieux.epci = filtre.epci, filtre.epci is null)
    and coalesce(lieux.bassin = filtre.bassin, filtre.bassin is null)
    and coalesce(lieux.lieu = filtre.commune, filtre.commune is null)
