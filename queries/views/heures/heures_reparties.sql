-- titre : Heures réparties sur les mois
-- definition : L'extraction à plat donne les heures d'un contrat sans dire quand : elles sont
--   réparties sur les mois du contrat, au prorata des jours. Un contrat sans date de fin va
--   jusqu'à la date d'extraction.
-- unite : heures
-- grain : contrat de l'extraction et mois
-- source : Extraction à plat ; note sur les exports
with contrats_dates as (
    select
        extraction.* exclude (date_fin),
        greatest(
            extraction.date_debut,
            coalesce(extraction.date_fin, imports.date_extraction, extraction.date_debut)
        ) as date_fin
    from extraction
    left join imports using (import_id)
    where extraction.heures_realisees is not null and extraction.date_debut is not null
),

mois_des_contrats as (
    select
        *,
        unnest(generate_series(date_trunc('month', date_debut), date_fin, interval 1 month))::date
            as mois
    from contrats_dates
)

select
    structure,
    mois,
    personne,
    entreprise,
    siret,
    type_contrat,
    heures_realisees
    * (least(last_day(mois), date_fin) - greatest(mois, date_debut) + 1)
    / (date_fin - date_debut + 1) as heures_realisees,
    coalesce(numero_marche, '') as numero_marche,
    '' as numero_lot,
    coalesce(code_insee_residence, '') as code_insee_residence,
    '' as code_qpv_residence
from mois_des_contrats
