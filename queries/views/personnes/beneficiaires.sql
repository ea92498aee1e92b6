-- titre : Bénéficiaires
-- definition : Personnes dont les heures de la période et du territoire choisis, corrections
--   comprises, dépassent zéro. Une personne suivie par deux structures compte une fois.
-- unite : personnes
-- grain : personne
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
select
    personne,
    heures_realisees
from presences
where maille = 'periode'
