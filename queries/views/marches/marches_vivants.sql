-- titre : Marchés clausés en cours, partout
-- definition : Marchés notifiés au plus tard le dernier jour de la période, non réellement finis
--   avant son premier jour, ni en prévision ni infructueux. Un marché dit terminé sans date de fin
--   reste en cours et il est signalé ; une fin prévue dépassée ne suffit pas à le clore.
-- unite : marchés
-- grain : marché (lot)
-- source : Export des marchés ; convention, annexe 2 ; Méthode, règle 6
select
    marches_tous.*,
    coalesce(marches_tous.statut_marche = 'termine', false)
    and marches_tous.date_fin_reelle is null as est_fin_manquante
from marches_tous
cross join filtre
where
    marches_tous.date_notification <= filtre.fin
    and coalesce(marches_tous.date_fin_reelle >= filtre.debut, true)
    and coalesce(marches_tous.statut_marche not in ('en_prevision', 'infructueux'), true)
