-- titre : États d'un marché, en mots
-- definition : Les mots montrés pour chaque état, et leur ordre.
-- unite : sans
-- grain : état
-- source : Règle d'affichage du projet
with etats (etat_ordre, etat, etat_libelle) as (
    values
    (1, 'en_cours', 'En cours'),
    (2, 'bientot_fini', 'Bientôt fini'),
    (3, 'en_retard', 'Fin prévue dépassée'),
    (4, 'sans_heures', 'Sans heures récentes'),
    (5, 'suspendu', 'Suspendu'),
    (6, 'fin_manquante', 'Dit terminé ou résilié, sans date de fin'),
    (7, 'a_venir', 'À venir'),
    (8, 'notifie_apres', 'Notifié après la période'),
    (9, 'termine', 'Terminé'),
    (10, 'resilie', 'Résilié'),
    (11, 'infructueux', 'Infructueux'),
    (12, 'sans_date', 'Sans date de notification')
)

select * from etats
