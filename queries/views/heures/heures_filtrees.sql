-- titre : Heures de la période choisie
-- definition : Heures réalisées de la structure et du territoire choisis, dont le mois travaillé
--   est dans la période.
-- unite : heures
-- grain : ligne d'heures
-- source : Export des heures, extraction à plat
select heures_perimetre.*
from heures_perimetre
cross join filtre
where heures_perimetre.mois between filtre.debut and filtre.fin
