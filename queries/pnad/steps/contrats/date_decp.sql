-- titre : Date des données de la commande publique
-- definition : La plus récente date de publication ; à défaut (ou si elle vient après), la date
--   d'extraction du fichier importé. Jamais la date du jour.
-- unite : date
-- grain : une ligne
-- source : DECP, imports
select
    least(max(decp.date_publication), max(imports.date_extraction)) as date_donnees,
    min(decp.date_notification) as premiere_notification
from decp
left join imports using (import_id)
