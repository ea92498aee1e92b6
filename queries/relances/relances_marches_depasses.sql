-- titre : Marchés dont la fin prévue est passée
-- definition : Marchés ouverts, dont la fin prévue est passée à la date des données de leur
--   structure (ou à la fin de la période) sans qu'une fin réelle soit écrite : à clore dans le
--   logiciel, ou à prolonger avec l'acheteur.
-- unite : marchés
-- grain : marché (lot)
-- source : Exports des marchés et heures ; Méthode, règle 6
select
    bilans_marches.structure,
    'fin_prevue_passee' as motif,
    bilans_marches.acheteur,
    bilans_marches.operation,
    bilans_marches.objet,
    bilans_marches.numero_marche,
    bilans_marches.numero_lot,
    bilans_marches.nom_epci,
    bilans_marches.date_fin_prevue,
    bilans_marches.jour - bilans_marches.date_fin_prevue as retard_jours,
    bilans_marches.heures_prevues::double as heures_prevues,
    bilans_marches.heures_realisees,
    strftime(bilans_marches.dernier_mois, '%Y-%m') as dernier_mois
from bilans_marches
where bilans_marches.est_fin_depassee
order by
    bilans_marches.date_fin_prevue, bilans_marches.structure, bilans_marches.numero_marche,
    bilans_marches.numero_lot
