-- titre : Clé de répartition pondérée
-- definition : La dernière clé connue de l'annexe 3, quand chaque critère a le poids du scénario
--   (1 par défaut) : moyenne pondérée des parts, critères au total nul écartés ; et ce qu'elle
--   donne du temps et du coût du poste simulé.
-- unite : %, ETP et €
-- grain : structure, année et territoire
-- source : Activité par territoire ; convention, annexe 3 ; scénario de la question
with poids as (
    select
        unnest([
            'operations', 'marches', 'heures_prevues', 'participants', 'prospections', 'comites'
        ]) as critere,
        coalesce(
            unnest([
                poids_operations,
                poids_marches,
                poids_heures_prevues,
                poids_participants,
                poids_prospections,
                poids_comites
            ]),
            1
        )::double as poids
    from scenario
),

ponderees as (
    select
        parts_criteres.structure,
        parts_criteres.annee,
        parts_criteres.territoire,
        sum(parts_criteres.part_pct * poids.poids) / nullif(
            sum(poids.poids)
            filter (where parts_criteres.part_pct is not null),
            0
        ) as part_simulee_pct
    from parts_criteres
    inner join poids using (critere)
    where parts_criteres.origine = 'activite'
    group by parts_criteres.structure, parts_criteres.annee, parts_criteres.territoire
)

select
    cles_du_perimetre.structure,
    cles_du_perimetre.annee,
    cles_du_perimetre.territoire,
    cles_du_perimetre.epci,
    cles_du_perimetre.part_pct,
    cles_du_perimetre.criteres_ecartes,
    ponderees.part_simulee_pct,
    ponderees.part_simulee_pct / 100 * hypotheses.etp::double as etp,
    round(
        hypotheses.cout_poste_eur * ponderees.part_simulee_pct::decimal(9, 6) * 0.01, 2
    )::decimal(14, 2) as cout_temps_eur
from cles_du_perimetre
inner join ponderees using (structure, annee, territoire)
cross join hypotheses
where cles_du_perimetre.est_derniere
