-- titre : Bénéficiaires par année
-- definition : Personnes dont les heures de l'année dépassent zéro. Les entrants sont celles dont
--   le premier contrat clausé, toutes structures confondues, commence dans l'année. Une personne
--   présente deux années compte dans les deux : les années ne s'additionnent pas.
-- unite : personnes
-- grain : année
-- source : Exports des participants, contrats et heures, extraction à plat ; convention, annexe
--   2 ; Méthode, règle 8
select
    presences.annee::integer as annee,
    count(*) as beneficiaires,
    count(*) filter (where year(premiers_contrats.date_premier_contrat) = presences.annee)
        as entrants
from presences
left join premiers_contrats using (personne)
where presences.maille = 'annee'
group by presences.annee
order by annee
