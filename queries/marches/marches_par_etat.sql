-- titre : Où en sont les marchés
-- definition : Tous les marchés selon leur état à la fin de la période, ou à la date des données si
--   elle vient avant ; et, parmi eux, ceux que compte le nombre de marchés en cours.
-- unite : marchés
-- grain : état
-- source : Exports des marchés et heures ; Méthode, règle 6
-- codes : etat
select
    etats_marches.etat,
    etats_marches.etat_libelle as libelle,
    count(*) as marches,
    count(*) filter (where marches_suivis.est_en_cours) as en_cours
from marches_suivis
inner join etats_marches using (marche_id)
group by etats_marches.etat, etats_marches.etat_libelle, etats_marches.etat_ordre
order by etats_marches.etat_ordre
