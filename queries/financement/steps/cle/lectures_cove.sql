-- titre : Lectures du temps dédié à la CoVe
-- definition : Le texte ne donne qu'un nombre, 57 %, que ses propres chiffres ne redonnent pas :
--   moyenne imprimée, moyenne recalculée, moyenne sans les comités de suivi, et la clé de la
--   dernière activité transmise au plus tard à la fin de la période.
-- unite : %
-- grain : lecture
-- source : Activité par territoire ; convention, article 3 et annexe 3
with vise as (
    select any_value(epci_vise) as epci
    from ref_regle_financement
    where regle = 'cove_temps'
),

imprimee as (
    select
        cles_repartition.structure,
        cles_repartition.part_pct,
        cles_repartition.part_sans_comites_pct,
        ref_annexe_3.part_imprimee_pct::double as part_imprimee_pct
    from cles_repartition
    inner join vise using (epci)
    inner join ref_annexe_3 using (structure, territoire)
    where cles_repartition.origine = 'convention'
),

transmise as (
    select
        cles_repartition.annee,
        cles_repartition.part_pct
    from cles_repartition
    inner join vise using (epci)
    semi join imprimee using (structure)
    cross join filtre
    where
        cles_repartition.origine = 'activite' and cles_repartition.annee <= year(filtre.fin)
    order by cles_repartition.annee desc
    limit 1
)

select
    unnest([1, 2, 3]) as ordre,
    unnest(['imprimee', 'recalculee', 'sans_comites']) as lecture,
    unnest([
        'Moyenne imprimée par la convention',
        'Moyenne recalculée des mêmes nombres',
        'Moyenne sans les comités de suivi'
    ]) as libelle,
    unnest([part_imprimee_pct, part_pct, part_sans_comites_pct]) as part_pct
from imprimee
union all by name
select
    4 as ordre,
    'activite' as lecture,
    'Activité transmise pour ' || annee as libelle,
    part_pct
from transmise
