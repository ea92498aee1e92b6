-- titre : Situations à six mois inconnues
-- definition : Personnes de la période dont la situation à six mois n'est pas connue, au sens de la
--   convention : autant de sorties positives que l'on ignore peut-être.
-- unite : personnes
-- grain : une ligne
-- source : Exports des contrats et situations, extraction à plat ; Méthode, règles 1 à 5
select count(*) as personnes
from sorties
where referentiel = 'convention' and issue = 'inconnu'
