-- titre : Heures d'insertion par structure
-- definition : Heures réalisées dans la période par chaque structure attendue. Une structure dont
--   rien n'a été reçu pour la période est inconnue, ce qui n'est pas zéro.
-- unite : heures
-- grain : structure attendue
-- source : Export des heures, extraction à plat ; Méthode, règle 8
-- codes : structure
with recus as (
    select
        mois_recus.structure,
        count(*) as mois_recus
    from mois_recus
    cross join filtre
    where mois_recus.mois between filtre.debut and filtre.fin
    group by mois_recus.structure
),

sommes as (
    select
        structure,
        sum(heures_realisees) as heures_realisees
    from heures_filtrees
    group by structure
)

select
    sources_recues.structure,
    ref_structure.sigle as nom,
    if(recus.mois_recus is null, null, coalesce(round(sommes.heures_realisees, 2), 0))::double
        as heures_realisees,
    round(100 * sommes.heures_realisees / sum(sommes.heures_realisees) over (), 1)::double
        as part_pct,
    coalesce(recus.mois_recus, 0) as mois_recus
from sources_recues
inner join ref_structure on sources_recues.structure = ref_structure.code
left join recus using (structure)
left join sommes using (structure)
order by sources_recues.structure
