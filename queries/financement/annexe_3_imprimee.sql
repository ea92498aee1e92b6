-- titre : Le tableau imprimé par la convention, et le même recalculé
-- definition : L'annexe 3 imprime des parts arrondies et une moyenne dont la somme fait 102. Les
--   mêmes nombres donnent les parts et la moyenne recalculées, avec et sans les comités de suivi,
--   tous tenus par la CoVe. Ce tableau ne dépend d'aucun import ni d'aucun filtre.
-- unite : %
-- grain : territoire
-- source : Convention, annexe 3
-- portee : structure
select
    cles_repartition.structure,
    cles_repartition.territoire,
    ref_annexe_3.territoire_imprime,
    cles_repartition.epci,
    ref_annexe_3.nombre_operations,
    ref_annexe_3.nombre_marches,
    ref_annexe_3.nombre_heures_prevues,
    ref_annexe_3.nombre_participants,
    ref_annexe_3.nombre_prospections,
    ref_annexe_3.nombre_comites,
    ref_annexe_3.part_operations_imprimee_pct::double as part_operations_imprimee_pct,
    round(cles_repartition.part_operations_pct, 6) as part_operations_pct,
    ref_annexe_3.part_marches_imprimee_pct::double as part_marches_imprimee_pct,
    round(cles_repartition.part_marches_pct, 6) as part_marches_pct,
    ref_annexe_3.part_heures_prevues_imprimee_pct::double as part_heures_prevues_imprimee_pct,
    round(cles_repartition.part_heures_prevues_pct, 6) as part_heures_prevues_pct,
    ref_annexe_3.part_participants_imprimee_pct::double as part_participants_imprimee_pct,
    round(cles_repartition.part_participants_pct, 6) as part_participants_pct,
    ref_annexe_3.part_prospections_imprimee_pct::double as part_prospections_imprimee_pct,
    round(cles_repartition.part_prospections_pct, 6) as part_prospections_pct,
    ref_annexe_3.part_comites_imprimee_pct::double as part_comites_imprimee_pct,
    round(cles_repartition.part_comites_pct, 6) as part_comites_pct,
    ref_annexe_3.part_imprimee_pct::double as part_imprimee_pct,
    round(cles_repartition.part_pct, 6) as part_pct,
    round(cles_repartition.part_sans_comites_pct, 6) as part_sans_comites_pct,
    round(cles_repartition.part_pct - ref_annexe_3.part_imprimee_pct::double, 6) as ecart_pct,
    sum(ref_annexe_3.part_imprimee_pct) over ()::double as somme_imprimee_pct,
    ref_annexe_3.note
from cles_repartition
inner join ref_annexe_3 using (structure, territoire)
where cles_repartition.origine = 'convention'
order by cles_repartition.part_pct desc, cles_repartition.territoire asc
