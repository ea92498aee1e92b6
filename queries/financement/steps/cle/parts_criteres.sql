-- titre : Part de chaque territoire dans un critère
-- definition : Le nombre du territoire rapporté au total de la structure. Un critère dont le total
--   est nul, ou dont un territoire n'est pas renseigné, n'a pas de parts : il est écarté et nommé.
-- unite : %
-- grain : origine, structure, année, territoire et critère
-- source : Activité par territoire ; convention, annexe 3
with libelles (ordre, critere, libelle) as (
    values
    (1, 'operations', 'opérations'),
    (2, 'marches', 'marchés'),
    (3, 'heures_prevues', 'heures prévues'),
    (4, 'participants', 'participants'),
    (5, 'prospections', 'prospections'),
    (6, 'comites', 'comités de suivi')
),

totaux as (
    select
        origine,
        structure,
        annee,
        critere,
        count(valeur) = count(*) as est_entier,
        if(est_entier, nullif(sum(valeur), 0), null) as total
    from criteres_activite
    group by origine, structure, annee, critere
)

select
    criteres_activite.*,
    libelles.ordre,
    libelles.libelle || if(totaux.est_entier, ' (total nul)', ' (incomplet)') as motif_ecart,
    totaux.total,
    100 * criteres_activite.valeur / totaux.total as part_pct
from criteres_activite
inner join libelles using (critere)
inner join totaux
    on
        criteres_activite.origine = totaux.origine
        and criteres_activite.structure is not distinct from totaux.structure
        and criteres_activite.annee is not distinct from totaux.annee
        and criteres_activite.critere = totaux.critere
