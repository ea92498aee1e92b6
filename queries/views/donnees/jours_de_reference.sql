-- titre : Jour où l'on se place
-- definition : Pour dire où en est un marché : le dernier jour de la période, ou la date des
--   données de sa structure si elle vient avant. Rien après ce jour n'est supposé connu.
-- unite : date
-- grain : structure
-- source : Imports ; Méthode, règle 5
with journal as (
    select
        unnest(string_split(structures, '|')) as structure,
        date_extraction
    from imports
),

dernieres as (
    select
        structure,
        max(date_extraction) as derniere_reception
    from journal
    group by structure
)

select
    ref_structure.code as structure,
    -- Une structure sans contrats, heures ni situations prend la date de ce qu'elle a transmis.
    coalesce(dates_extraction.date_extraction, dernieres.derniere_reception) as date_donnees,
    if(date_donnees is null and filtre.est_tout, null, least(filtre.fin, date_donnees)) as jour
from ref_structure
cross join filtre
left join dates_extraction on ref_structure.code = dates_extraction.structure
left join dernieres on ref_structure.code = dernieres.structure
