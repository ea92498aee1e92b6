-- titre : Documents attendus
-- definition : Ce que chaque structure doit transmettre, arrêté à quelle date et pour quand, et
--   s'il est reçu : un export, si les données vont au moins jusqu'à la date d'arrêté ; un document
--   annuel (plan de financement, activité par territoire), si des lignes de cette année sont là.
-- unite : sans
-- grain : structure, export et période
-- source : Liste des données attendues ; imports
with recus as (
    select
        unnest(string_split(imports.structures, '|')) as structure,
        'actions' as export,
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
),

annuels as (
    select
        structure,
        'financement' as export,
        annee::varchar as periode
    from financements
    union
    select
        structure,
        'activite' as export,
        annee::varchar as periode
    from activite
)

select
    ref_attente.*,
    coalesce(derniers.date_extraction >= ref_attente.date_arrete, false)
    or annuels.periode is not null as est_recue
from ref_attente
left join derniers using (structure, export)
left join annuels using (structure, export, periode)
cross join filtre
where filtre.structure is null or ref_attente.structure = filtre.structure
