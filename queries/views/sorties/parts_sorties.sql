-- titre : Parts des types de sorties positives
-- definition : Parmi les sorties positives de chaque référentiel, part de chaque type de situation.
--   Les parts sont arrondies de façon que leur somme fasse 100 %.
-- unite : personnes et %
-- grain : référentiel et type de sortie
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2
with comptes as (
    select
        referentiel,
        type_sortie,
        count(*) as sorties,
        1000.0 * count(*) / sum(count(*)) over (partition by referentiel) as milliemes
    from sorties
    where issue = 'positive'
    group by referentiel, type_sortie
),

-- Plus forts restes : les millièmes perdus par l'arrondi vont aux plus grandes décimales.
arrondis as (
    select
        *,
        floor(milliemes) as entiers,
        1000 - sum(floor(milliemes)) over (partition by referentiel) as a_rendre,
        row_number() over (
            partition by referentiel
            order by milliemes - floor(milliemes) desc, sorties desc, type_sortie asc
        ) as rang
    from comptes
)

select
    referentiel,
    type_sortie,
    sorties,
    ((entiers + if(rang <= a_rendre, 1, 0)) / 10)::double as part_pct
from arrondis
