-- titre : Marchés sans heures récentes
-- definition : Marchés ouverts sans aucune heure depuis plus de 12 mois (paramètre), ou depuis leur
--   démarrage s'ils n'en ont jamais eu. Ils sont peut-être finis sans avoir été clos, ou leurs
--   heures restent à saisir : à vérifier avec l'entreprise. Des heures écrites sans lot comptent
--   pour tous les lots du marché.
-- unite : selon la colonne
-- grain : marché (lot)
-- source : Exports des marchés et heures
-- libelles : mois_sans_heures = Mois sans heures
select
    marche_id,
    acheteur,
    operation,
    objet,
    numero_lot,
    structure,
    commune,
    nom_epci,
    date_notification,
    date_fin_prevue,
    strftime(dernier_mois, '%Y-%m') as dernier_mois,
    date_diff('month', dernier_signe, jour) as mois_sans_heures,
    heures_prevues::double as heures_prevues,
    heures_realisees,
    entreprises
from bilans_marches
where est_sans_heures
order by mois_sans_heures desc, acheteur asc, operation asc, marche_id asc
