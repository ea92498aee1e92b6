-- titre : Simulation : la clé de répartition
-- definition : La clé de la dernière activité transmise, et la même avec les poids choisis pour
--   chaque critère ; le temps et le coût qu'elle donne à chaque territoire sur le poste simulé.
-- unite : %, ETP et €
-- grain : structure, année et territoire
-- source : Activité par territoire ; convention, annexe 3 ; scénario de la question
-- portee : structure
select
    structure,
    annee,
    territoire,
    round(part_pct, 6) as part_pct,
    round(part_simulee_pct, 6) as part_simulee_pct,
    round(part_simulee_pct - part_pct, 6) as ecart_pct,
    round(etp, 6) as etp,
    cout_temps_eur,
    criteres_ecartes,
    epci
from cles_ponderees
order by annee asc, structure asc, part_simulee_pct desc, territoire asc
