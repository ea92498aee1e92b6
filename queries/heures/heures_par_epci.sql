-- titre : Heures d'insertion par EPCI
-- definition : Heures réalisées dans la période selon le territoire choisi : lieu des travaux,
--   siège de l'acheteur ou résidence de la personne. Sur l'axe des structures, les lignes sont
--   leurs territoires. Les heures sans commune connue sont à part.
-- unite : heures
-- grain : EPCI (ou territoire de structure), plus « inconnu »
-- source : Exports des marchés, participants et heures, extraction à plat ; listes des communes
--   et des acheteurs
select
    heures_filtrees.territoire as epci,
    noms_territoires.nom,
    round(sum(heures_filtrees.heures_realisees), 2)::double as heures_realisees,
    round(
        100 * sum(heures_filtrees.heures_realisees)
        / sum(sum(heures_filtrees.heures_realisees)) over (),
        1
    )::double as part_pct
from heures_filtrees
left join noms_territoires using (territoire)
group by heures_filtrees.territoire, noms_territoires.nom
order by
    heures_filtrees.territoire in ('inconnu', 'hors_departement') asc,
    heures_realisees desc,
    epci asc
