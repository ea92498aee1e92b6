-- titre : Que sait-on dès la fin du contrat
-- definition : Personnes dont un contrat clausé a fini dans la période (le dernier, si plusieurs) :
--   un autre contrat clausé a suivi dans les 90 jours, ou leur situation a été relevée, ou elles
--   étaient injoignables, ou l'on ne sait rien. Une fin de moins de 90 jours sans nouvelle est trop
--   récente. Suivre les personnes dès la fin de leur emploi est un engagement de la convention.
-- unite : personnes et %
-- grain : ce que l'on sait
-- source : Exports des contrats et situations, extraction à plat ; convention, article 3
-- codes : suite
-- libelles : suite = Suite
with suites (ordre, suite, libelle) as (
    values
    (1, 'contrat_suivant', 'Un autre contrat clausé'),
    (2, 'connue', 'Situation connue'),
    (3, 'injoignable', 'Injoignable'),
    (4, 'inconnue', 'Situation inconnue'),
    (5, 'recente', 'Fin trop récente')
)

select
    suites.suite,
    suites.libelle,
    count(fins_contrats.personne) as personnes,
    if(
        suites.suite = 'recente',
        null,
        round(
            100.0 * count(fins_contrats.personne)
            / nullif(sum(count(fins_contrats.personne) filter (where suites.suite != 'recente'))
                over (), 0),
            1
        )
    )::double as part_pct
from suites
left join fins_contrats using (suite)
group by suites.ordre, suites.suite, suites.libelle
order by suites.ordre
