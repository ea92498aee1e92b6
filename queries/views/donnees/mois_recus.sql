-- titre : Mois reçus
-- definition : Mois pour lesquels une structure a transmis des heures. Les derniers mois avant la
--   date d'extraction (trois par défaut) sont provisoires : leur saisie n'est pas finie.
-- unite : mois
-- grain : structure et mois
-- source : Export des heures, extraction à plat
select distinct
    heures_toutes.structure,
    heures_toutes.mois,
    coalesce(
        heures_toutes.mois > date_trunc('month', dates_extraction.date_extraction)
        - to_months(filtre.mois_provisoires),
        true
    ) as est_provisoire
from heures_toutes
left join dates_extraction using (structure)
cross join filtre
where filtre.structure is null or heures_toutes.structure = filtre.structure
