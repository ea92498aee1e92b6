-- titre : Événements depuis le dernier trimestre
-- definition : Du premier jour du dernier trimestre fini à la date des données (ou à la fin de la
--   période) : marchés notifiés, marchés terminés, premières heures d'un marché (au mois
--   travaillé), bénéficiaires dont le premier contrat clausé commence (par mois), fichiers reçus (à
--   leur date d'extraction). Le nombre dit les heures prévues d'un marché notifié et réalisées d'un
--   marché terminé.
-- unite : selon la ligne
-- grain : événement
-- source : Tous les exports ; imports
-- trimestre : depuis
-- codes : structure
select
    date_evenement,
    evenement,
    libelle,
    texte,
    nombre,
    unite,
    marche_id,
    structure
from evenements
order by date_evenement desc, evenement asc, texte asc, marche_id asc, structure asc
