-- titre : Mois d'heures non reçus
-- definition : Mois finis à la date des données les plus récentes pour lesquels une structure
--   attendue n'a transmis aucune heure. Le retard compte les jours depuis la fin du mois.
-- unite : mois
-- grain : structure et mois
-- source : Imports, export des heures, extraction à plat
-- portee : publique
select
    mois_attendus.structure,
    'mois_non_recu' as motif,
    strftime(mois_attendus.mois, '%Y-%m') as mois,
    jour_des_relances.date_donnees - last_day(mois_attendus.mois) as retard_jours
from mois_attendus
cross join jour_des_relances
where not mois_attendus.est_recu
order by mois_attendus.mois, mois_attendus.structure
