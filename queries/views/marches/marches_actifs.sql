-- titre : Marchés clausés en cours
-- definition : Marchés en cours dans la période que retiennent la structure et le territoire
--   choisis.
-- unite : marchés
-- grain : marché (lot)
-- source : Export des marchés ; convention, annexe 2 ; Méthode, règle 6
select *
from marches_vivants
where
    marche_id in (
        select territoires.marche_id from territoires
        where territoires.est_retenu
    )
