-- titre : Actions des facilitateurs, année par année
-- definition : Actions de la période, à leur date, selon leur nature.
-- unite : actions
-- grain : année et nature d'action
-- source : Export des actions ; Méthode, règle 11
select
    year(date_action)::integer as annee,
    coalesce(nature_action, 'inconnu') as nature_action,
    count(*) as actions
from actions_filtrees
group by all
order by annee, nature_action
