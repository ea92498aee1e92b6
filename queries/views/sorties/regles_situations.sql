-- titre : Règles des situations, par dates
-- definition : Ce que vaut chaque situation entre deux dates où sa règle ne change pas. Une ligne
--   datée de la liste (un avenant) l'emporte, entre ses dates, sur celles qui ont commencé avant.
-- unite : sans
-- grain : situation et dates où la règle vaut
-- source : Convention, annexe 2 ; liste des situations
with departs as (
    select
        code,
        coalesce(date_debut, date '0001-01-01') as debut
    from ref_situation
    union
    select
        code,
        date_fin + 1 as debut
    from ref_situation
    where date_fin is not null
),

durees as (
    select
        code,
        debut,
        coalesce(lead(debut) over (partition by code order by debut) - 1, date '9999-12-31') as fin
    from departs
)

select
    durees.debut,
    durees.fin,
    ref_situation.code,
    ref_situation.libelle,
    ref_situation.ordre,
    ref_situation.convention,
    ref_situation.cove,
    ref_situation.iae,
    ref_situation.classe_iae,
    ref_situation.type_sortie
from durees
inner join ref_situation using (code)
where
    coalesce(ref_situation.date_debut <= durees.debut, true)
    and coalesce(ref_situation.date_fin >= durees.debut, true)
qualify row_number() over (
    partition by durees.code, durees.debut order by ref_situation.date_debut desc nulls last
) = 1
