-- titre : Prochaines données attendues
-- definition : Ce que chaque structure doit transmettre, arrêté à quelle date et pour quand, et si
--   les données reçues vont déjà jusque-là.
-- unite : sans
-- grain : structure, export et période
-- source : Tables de référence ; imports
with recus as (
    select
        unnest(string_split(imports.structures, '|')) as structure,
        if(imports.format = 'actions', 'actions', 'abc_clauses') as export,
        imports.date_extraction
    from imports
    where imports.format = 'actions'
    union all
    select
        structure,
        'abc_clauses' as export,
        date_extraction
    from dates_extraction
),

derniers as (
    select
        structure,
        export,
        max(date_extraction) as date_extraction
    from recus
    group by structure, export
)

select
    ref_attente.structure,
    ref_attente.export,
    ref_attente.libelle,
    ref_attente.periode,
    ref_attente.date_arrete,
    ref_attente.date_attendue,
    coalesce(derniers.date_extraction >= ref_attente.date_arrete, false) as est_recue,
    ref_attente.regle,
    ref_attente.source,
    ref_attente.statut
from ref_attente
left join derniers using (structure, export)
cross join filtre
where filtre.structure is null or ref_attente.structure = filtre.structure
order by ref_attente.date_attendue, ref_attente.structure, ref_attente.export
