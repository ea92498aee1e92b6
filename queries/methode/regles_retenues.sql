-- titre : Les règles retenues
-- definition : Ce que la convention laisse ouvert et qu'il a fallu trancher pour compter : la règle
--   suivie, d'où elle vient, et ce que le copil peut encore décider. Une source qui dit « Méthode,
--   règle 6 » renvoie à la ligne de ce numéro.
-- unite : sans
-- grain : règle
-- source : Tables de référence
-- libelles : reste_a_confirmer = Reste à confirmer
-- portee : publique
select
    numero,
    sujet,
    regle,
    reste_a_confirmer,
    source
from ref_regle
order by numero
