-- titre : Objectif à ce jour
-- definition : L'objectif d'une année, au prorata de ses mois finis à la date des données. Un taux,
--   un nombre de marchés en cours ne montent pas avec les mois : ils n'en ont pas.
-- unite : selon l'indicateur
-- grain : périmètre d'une année et indicateur
-- source : Objectifs ; imports ; Méthode, règle 5
with dates as (
    select min(date_extraction) + 1 as lendemain
    from dates_extraction
)

select
    objectifs_perimetres.*,
    greatest(
        0,
        least(
            12,
            12 * (year(dates.lendemain) - objectifs_perimetres.annee)
            + month(dates.lendemain) - 1
        )
    )::integer as mois_finis,
    if(
        objectifs_perimetres.indicateur
        in ('heures_realisees', 'beneficiaires', 'sorties_positives', 'entreprises'),
        objectifs_perimetres.objectif * mois_finis / 12,
        null
    )::double as objectif_a_ce_jour
from objectifs_perimetres
cross join dates
