-- titre : Critères de la clé de répartition
-- definition : Les six nombres de l'annexe 3, pour chaque territoire d'une structure et d'une
--   année, et pour le tableau que la convention imprime. Un territoire écrit deux fois
--   s'additionne.
-- unite : selon le critère
-- grain : origine, structure, année, territoire et critère
-- source : Activité par territoire ; convention, annexe 3
with lignes as (
    select
        structure,
        annee::integer as annee,
        territoire,
        nombre_operations::double as operations,
        nombre_marches::double as marches,
        heures_prevues::double as heures_prevues,
        nombre_participants::double as participants,
        nombre_prospections::double as prospections,
        nombre_comites::double as comites,
        'activite' as origine
    from activite
    union all by name
    select
        structure,
        null as annee,
        territoire,
        nombre_operations::double as operations,
        nombre_marches::double as marches,
        nombre_heures_prevues::double as heures_prevues,
        nombre_participants::double as participants,
        nombre_prospections::double as prospections,
        nombre_comites::double as comites,
        'convention' as origine
    from ref_annexe_3
),

-- « include nulls » : un nombre qui manque n'est pas une ligne qui manque.
depliees as (
    select * from lignes
    unpivot include nulls (
        valeur for critere in (
            operations, marches, heures_prevues, participants, prospections, comites
        )
    )
)

select
    origine,
    structure,
    annee,
    territoire,
    critere,
    if(count(valeur) = count(*), sum(valeur), null) as valeur
from depliees
group by origine, structure, annee, territoire, critere
