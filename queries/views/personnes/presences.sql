-- titre : Présence d'une personne
-- definition : Une personne compte si ses heures, corrections comprises, dépassent zéro : sur la
--   période, et de même dans chaque année, chaque structure et chaque territoire. Présente dans
--   deux territoires, elle compte dans les deux et une seule fois au total.
-- unite : personnes
-- grain : personne et maille (periode, annee, structure ou territoire)
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
with lignes as (
    select
        personne,
        year(mois) as annee,
        structure,
        territoire,
        heures_realisees
    from heures_filtrees
    where personne is not null
),

sommes as (
    select
        personne,
        annee,
        structure,
        territoire,
        grouping(annee, structure, territoire) as niveau,
        -- L'arrondi efface le résidu binaire d'une correction exacte (0,1 + 0,2 - 0,3).
        round(sum(heures_realisees), 6)::double as heures_realisees
    from lignes
    group by grouping sets (
        (personne), (personne, annee), (personne, structure), (personne, territoire)
    )
)

select
    personne,
    annee,
    structure,
    territoire,
    heures_realisees,
    case niveau
        when 7 then 'periode'
        when 3 then 'annee'
        when 5 then 'structure'
        when 6 then 'territoire'
    end as maille
from sommes
where heures_realisees > 0
