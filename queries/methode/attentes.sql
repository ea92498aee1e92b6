-- titre : Prochaines données attendues
-- definition : Ce que chaque structure doit transmettre, arrêté à quelle date et pour quand, et si
--   les données reçues vont déjà jusque-là.
-- unite : sans
-- grain : structure, export et période
-- source : Tables de référence ; imports
-- codes : structure
-- libelles : est_recue = Reçu
-- portee : publique
select
    structure,
    export,
    libelle,
    periode,
    date_arrete,
    date_attendue,
    est_recue,
    regle,
    source,
    statut
from documents_attendus
order by date_attendue, structure, export
