-- titre : Sorties dynamiques, par classe
-- definition : Pour l'insertion par l'activité économique, une sortie dynamique est durable (CDI,
--   CDD ou mission de plus de six mois, création d'entreprise…), de transition (contrat plus court
--   ou aidé) ou positive au sens strict (formation, embauche dans une structure d'insertion).
-- unite : personnes
-- grain : classe
-- source : Exports des contrats et situations, extraction à plat ; Méthode, règle 1
select
    classe_iae as classe,
    count(*) as sorties
from sorties
where referentiel = 'iae' and issue = 'positive'
group by classe_iae
order by array_position(['durable', 'transition', 'positive'], classe_iae)
