-- titre : Actions des facilitateurs, mois par mois
-- definition : Actions de la période, à leur date, selon leur nature.
-- unite : actions
-- grain : mois et nature d'action
-- source : Export des actions ; Méthode, règle 11
select
    strftime(date_action, '%Y-%m') as mois,
    coalesce(nature_action, 'inconnu') as nature_action,
    count(*) as actions
from actions_filtrees
group by all
order by mois, nature_action
