-- titre : Sources des tables de référence
-- definition : D'où vient chaque ligne des territoires, des listes de valeurs et des règles de
--   calcul. Toutes les tables y sont.
-- unite : sans
-- grain : table et source
-- source : Tables de référence
-- libelles : table_de_reference = Table de référence
-- portee : publique
select
    table_de_reference,
    source
from sources_references
order by table_de_reference, source
