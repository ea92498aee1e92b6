-- titre : Exports reçus, par sorte
-- definition : Pour chaque structure et chaque sorte d'export : combien de fichiers sont reçus, et
--   la date d'extraction du plus ancien et du plus récent. Toutes périodes confondues.
-- unite : fichiers
-- grain : structure et sorte d'export
-- source : Journal des imports
-- libelles : fichiers = Fichiers ; premiere_extraction = Première extraction ;
--   derniere_extraction = Dernière extraction
-- portee : structure
with recus as (
    select
        unnest(string_split(structures, '|')) as structure,
        format,
        date_extraction
    from imports
)

select
    recus.structure,
    recus.format,
    count(*) as fichiers,
    min(recus.date_extraction) as premiere_extraction,
    max(recus.date_extraction) as derniere_extraction
from recus
cross join filtre
where
    recus.structure != ''
    and (filtre.structure is null or recus.structure = filtre.structure)
group by recus.structure, recus.format
order by recus.structure, recus.format
