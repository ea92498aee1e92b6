-- titre : Marchés à vérifier
-- definition : Marchés comptés en cours dans la période mais dont la fiche mérite un regard : dits
--   terminés sans date de fin, dont la fin prévue est passée sans être close, ou sans heures depuis
--   plus de douze mois. Ils restent comptés ; la structure peut les clore dans son logiciel.
-- unite : marchés
-- grain : structure et motif
-- source : Exports des marchés et heures, extraction à plat ; Méthode, règle 6
-- libelles : motif = Motif
with dates as (
    select
        dates_extraction.structure,
        least(dates_extraction.date_extraction, filtre.fin) as date_vue,
        filtre.marche_sans_heures_mois
    from dates_extraction
    cross join filtre
),

motifs as (
    select
        marches_actifs.structure,
        marches_actifs.marche_id,
        unnest([
            if(marches_actifs.est_fin_manquante, 'termine_sans_date', null),
            if(
                marches_actifs.date_fin_prevue < dates.date_vue
                and marches_actifs.date_fin_reelle is null,
                'fin_prevue_passee',
                null
            ),
            if(
                coalesce(last_day(heures_marches.dernier_mois), marches_actifs.date_notification)
                + to_months(dates.marche_sans_heures_mois) < dates.date_vue
                and marches_actifs.date_fin_reelle is null,
                'sans_heures',
                null
            )
        ]) as motif
    from marches_actifs
    inner join dates using (structure)
    left join heures_marches using (marche_id)
)

select
    structure,
    motif,
    count(*) as marches
from motifs
where motif is not null
group by structure, motif
order by structure, motif
