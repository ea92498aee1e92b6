-- titre : Postes des exercices choisis
-- definition : Postes de la structure et du territoire choisis. Les exercices sont les années de la
--   période ; sans période, le dernier exercice connu.
-- unite : postes
-- grain : exercice, structure et poste
-- source : Plan de financement
select postes_choisis.*
from postes_choisis
cross join filtre
qualify
    not filtre.est_tout
    or postes_choisis.annee = max(postes_choisis.annee) over ()
