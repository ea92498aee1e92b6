-- titre : Ce que l'on sait de la période
-- definition : Un chiffre n'est donné que si les données qui le portent ont été reçues pour la
--   structure et la période choisies ; sinon il est inconnu, ce qui n'est pas zéro.
-- unite : sans
-- grain : une ligne
-- source : Imports, tous les exports
with recues as (
    select
        bool_or(a_marches) as a_marches,
        bool_or(a_engagements) as a_engagements,
        bool_or(a_actions) as a_actions,
        bool_or(a_situations) as a_situations
    from sources_recues
),

dates as (
    select max(dates_extraction.date_extraction) as date_extraction
    from dates_extraction
    cross join filtre
    where filtre.structure is null or dates_extraction.structure = filtre.structure
),

bornes as (
    select
        (select min(marches_tous.date_notification) from marches_tous) as premier_marche,
        (select min(contrats_tous.date_debut) from contrats_tous) as premier_contrat
)

select
    recues.a_marches and coalesce(bornes.premier_marche <= filtre.fin, false)
    and coalesce(filtre.debut <= dates.date_extraction, true) as a_marches,
    recues.a_engagements,
    recues.a_actions,
    recues.a_situations and coalesce(bornes.premier_contrat <= filtre.fin, false)
    and coalesce(filtre.debut <= dates.date_extraction, true) as a_sorties,
    exists(
        select 1 from mois_recus
        where mois_recus.mois between filtre.debut and filtre.fin
    ) as a_heures
from filtre
cross join recues
cross join dates
cross join bornes
