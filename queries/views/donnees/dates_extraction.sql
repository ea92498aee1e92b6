-- titre : Date des données d'une structure
-- definition : Pour chaque sorte d'export (contrats, heures, situations), la date d'extraction la
--   plus récente ; la date d'une structure est la plus ancienne d'entre elles. Rien après cette
--   date n'est supposé connu.
-- unite : date
-- grain : structure
-- source : Imports ; Méthode, règle 5 ; note sur les exports
with recus as (
    select
        unnest(string_split(structures, '|')) as structure,
        format,
        date_extraction
    from imports
),

-- L'extraction à plat vaut à la fois contrats et heures.
dates as (
    select
        structure,
        format as sorte,
        date_extraction
    from recus
    where format in ('contrats', 'heures', 'situations')
    union all
    select
        structure,
        unnest(['contrats', 'heures']) as sorte,
        date_extraction
    from recus
    where format = 'extraction'
),

sortes as (
    select
        structure,
        sorte,
        max(date_extraction) as date_extraction
    from dates
    group by structure, sorte
)

select
    structure,
    min(date_extraction) as date_extraction
from sortes
group by structure
