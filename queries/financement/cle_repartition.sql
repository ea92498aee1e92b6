-- titre : Clé de répartition du temps (annexe 3)
-- definition : Part de chaque territoire dans les opérations, marchés, heures prévues,
--   participants, prospections et comités de suivi d'une structure ; la clé est leur moyenne
--   simple, avec et sans les comités. Un critère dont le total est nul est écarté et nommé. Sans
--   période, la dernière année connue de chaque structure. Si les nombres sont ceux du tableau que
--   la convention imprime, la moyenne imprimée et son écart sont à côté.
-- unite : %
-- grain : structure, année et territoire
-- source : Activité par territoire transmise par la structure ; convention, annexe 3
-- portee : structure
select
    cles_choisies.structure,
    cles_choisies.annee,
    cles_choisies.territoire,
    round(cles_choisies.part_operations_pct, 6) as part_operations_pct,
    round(cles_choisies.part_marches_pct, 6) as part_marches_pct,
    round(cles_choisies.part_heures_prevues_pct, 6) as part_heures_prevues_pct,
    round(cles_choisies.part_participants_pct, 6) as part_participants_pct,
    round(cles_choisies.part_prospections_pct, 6) as part_prospections_pct,
    round(cles_choisies.part_comites_pct, 6) as part_comites_pct,
    round(cles_choisies.part_pct, 6) as part_pct,
    round(cles_choisies.part_sans_comites_pct, 6) as part_sans_comites_pct,
    ref_annexe_3.part_imprimee_pct::double as part_imprimee_pct,
    round(cles_choisies.part_pct - ref_annexe_3.part_imprimee_pct::double, 6) as ecart_pct,
    cles_choisies.criteres_ecartes,
    cles_choisies.epci
from cles_choisies
left join ref_annexe_3
    on
        cles_choisies.structure = ref_annexe_3.structure
        and cles_choisies.nombre_operations = ref_annexe_3.nombre_operations
        and cles_choisies.nombre_marches = ref_annexe_3.nombre_marches
        and cles_choisies.nombre_heures_prevues = ref_annexe_3.nombre_heures_prevues
        and cles_choisies.nombre_participants = ref_annexe_3.nombre_participants
        and cles_choisies.nombre_prospections = ref_annexe_3.nombre_prospections
        and cles_choisies.nombre_comites = ref_annexe_3.nombre_comites
order by
    cles_choisies.annee asc,
    cles_choisies.structure asc,
    cles_choisies.part_pct desc,
    cles_choisies.territoire asc
