-- titre : Ce que l'on sait des actions
-- definition : Les actions ne sont comptées que si la structure en a transmis, la première avant la
--   fin de la période, et si la période a commencé à la date des données ; sinon leur nombre est
--   inconnu, ce qui n'est pas zéro. Une action ne dit pas son quartier.
-- unite : sans
-- grain : une ligne
-- source : Imports, export des actions
with dates as (
    select
        min(actions.date_action) as premiere_action,
        max(jours_de_reference.date_donnees) as date_donnees
    from actions
    inner join jours_de_reference using (structure)
    cross join filtre
    where filtre.structure is null or actions.structure = filtre.structure
)

select
    donnees_connues.a_marches,
    coalesce(dates.premiere_action <= filtre.fin, false)
    and coalesce(filtre.debut <= dates.date_donnees, true)
    and filtre.qpv is null as a_actions
from filtre
cross join donnees_connues
cross join dates
