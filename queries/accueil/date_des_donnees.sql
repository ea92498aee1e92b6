-- titre : Date des données
-- definition : La plus ancienne des dates d'extraction des structures, chacune prise à sa
--   dernière extraction. Rien après cette date n'est supposé connu.
-- unite : date
-- grain : une ligne
-- source : Imports ; Méthode, règle 5
-- portee : publique
select min(date_extraction) as date_donnees
from dates_extraction
