-- titre : Heures d'une personne, au plus fin
-- definition : Heures de la période et du territoire choisis, par personne, année, structure et
--   territoire : de quoi compter les bénéficiaires de n'importe quel périmètre sans les doubler.
-- unite : heures
-- grain : personne, année, structure et territoire
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
select
    personne,
    year(mois)::integer as annee,
    structure,
    territoire,
    sum(heures_realisees) as heures_realisees
from heures_filtrees
group by personne, year(mois), structure, territoire
