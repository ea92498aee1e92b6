-- titre : Engagements des entreprises par marché
-- definition : Chaque engagement rejoint son marché en cours par numéro et lot ; écrit sans lot, il
--   vaut pour le marché entier.
-- unite : sans
-- grain : engagement et marché en cours
-- source : Export des engagements
select engagements_lots.*
from engagements_lots
semi join marches_actifs using (marche_id)
