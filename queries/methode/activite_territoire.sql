-- titre : Activité par territoire (annexe 3)
-- definition : Le tableau que transmet la structure, tel quel : opérations, marchés, heures
--   prévues, participants, prospections et comités de suivi de chaque territoire.
-- unite : selon la colonne
-- grain : année, structure et territoire
-- source : Tableau de l'annexe 3 transmis par la structure ; convention, annexe 3
-- portee : structure
select
    activite.annee::integer as annee,
    activite.structure,
    activite.territoire,
    activite.nombre_operations,
    activite.nombre_marches,
    activite.heures_prevues,
    activite.nombre_participants,
    activite.nombre_prospections,
    activite.nombre_comites
from activite
cross join filtre
where
    activite.annee between year(filtre.debut) and year(filtre.fin)
    and (filtre.structure is null or activite.structure = filtre.structure)
order by activite.annee, activite.structure, activite.import_id, activite.ligne
