-- titre : Clé de répartition d'un territoire
-- definition : La moyenne simple des parts du territoire dans les critères de l'annexe 3, ceux dont
--   le total n'est pas nul ; la même, comités de suivi laissés de côté. La somme des territoires
--   d'une structure fait 100 %.
-- unite : %
-- grain : origine, structure, année et territoire
-- source : Activité par territoire ; convention, annexe 3
with cles as (
    select
        origine,
        structure,
        annee,
        territoire,
        max(part_pct) filter (where critere = 'operations') as part_operations_pct,
        max(part_pct) filter (where critere = 'marches') as part_marches_pct,
        max(part_pct) filter (where critere = 'heures_prevues') as part_heures_prevues_pct,
        max(part_pct) filter (where critere = 'participants') as part_participants_pct,
        max(part_pct) filter (where critere = 'prospections') as part_prospections_pct,
        max(part_pct) filter (where critere = 'comites') as part_comites_pct,
        max(valeur) filter (where critere = 'operations') as nombre_operations,
        max(valeur) filter (where critere = 'marches') as nombre_marches,
        max(valeur) filter (where critere = 'heures_prevues') as nombre_heures_prevues,
        max(valeur) filter (where critere = 'participants') as nombre_participants,
        max(valeur) filter (where critere = 'prospections') as nombre_prospections,
        max(valeur) filter (where critere = 'comites') as nombre_comites,
        avg(part_pct) as part_pct,
        avg(part_pct) filter (where critere != 'comites') as part_sans_comites_pct,
        coalesce(
            string_agg(motif_ecart, ', ' order by ordre) filter (where total is null), 'aucun'
        ) as criteres_ecartes
    from parts_criteres
    group by origine, structure, annee, territoire
),

epci_nommes as (
    select
        siren as epci,
        unnest(string_split(alias, '|')) as nom
    from ref_epci
)

select
    cles.*,
    (
        select min(epci_nommes.epci) from epci_nommes
        where lower(strip_accents(epci_nommes.nom)) = lower(strip_accents(trim(cles.territoire)))
    ) as epci
from cles
