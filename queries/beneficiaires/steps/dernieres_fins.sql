-- titre : Dernier contrat fini dans la période
-- definition : Pour chaque personne ayant un contrat dans la structure et le territoire choisis, la
--   fin du dernier qui s'achève dans la période, au plus tard à la date des données.
-- unite : personnes
-- grain : personne
-- source : Export des contrats, extraction à plat
with dates as (
    select min(dates_extraction.date_extraction) as date_extraction
    from dates_extraction
    cross join filtre
    where filtre.structure is null or dates_extraction.structure = filtre.structure
)

select
    contrats_perimetre.personne,
    dates.date_extraction,
    max(contrats_perimetre.date_fin) as date_fin
from contrats_perimetre
cross join filtre
cross join dates
where
    contrats_perimetre.personne is not null
    and contrats_perimetre.date_fin >= filtre.debut
    and contrats_perimetre.date_fin <= least(filtre.fin, dates.date_extraction)
group by contrats_perimetre.personne, dates.date_extraction
