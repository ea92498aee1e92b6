-- titre : Types de sorties positives
-- definition : Parmi les sorties positives à six mois du référentiel choisi, part de chaque type de
--   situation. Les parts sont arrondies de façon que leur somme fasse 100 %.
-- unite : personnes et %
-- grain : type de sortie
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2
select
    parts_sorties.type_sortie,
    parts_sorties.sorties,
    parts_sorties.part_pct
from parts_sorties
inner join filtre using (referentiel)
order by parts_sorties.sorties desc, parts_sorties.type_sortie asc
