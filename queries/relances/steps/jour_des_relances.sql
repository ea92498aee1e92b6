-- titre : Jour des relances
-- definition : La plus récente date d'extraction des exports de suivi : un âge, un retard se
--   comptent depuis ce jour, jamais depuis celui où l'on regarde.
-- unite : date
-- grain : une ligne
-- source : Imports ; Méthode, règle 5
select max(date_extraction) as date_donnees
from dates_extraction
