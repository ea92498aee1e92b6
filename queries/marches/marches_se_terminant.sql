-- titre : Marchés qui se terminent dans les six mois
-- definition : Marchés ouverts dont la fin prévue tombe dans les six mois qui suivent la fin de la
--   période (ou la date des données si elle vient avant), avec les heures qu'il reste à faire. Un
--   reste négatif veut dire que le marché a fait plus que prévu.
-- unite : selon la colonne
-- grain : marché (lot)
-- source : Exports des marchés, engagements et heures ; convention, annexe 2
select
    marche_id,
    acheteur,
    operation,
    objet,
    numero_lot,
    structure,
    commune,
    nom_epci,
    date_fin_prevue,
    heures_prevues::double as heures_prevues,
    heures_realisees,
    round(heures_prevues - heures_realisees, 2)::double as heures_restantes,
    taux_pct,
    entreprises,
    strftime(dernier_mois, '%Y-%m') as dernier_mois
from bilans_marches
where est_bientot_fini
order by date_fin_prevue asc, acheteur asc, operation asc, marche_id asc
