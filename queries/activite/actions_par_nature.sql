-- titre : Actions des facilitateurs, par nature
-- definition : Actions de la période : contacts, prospections, sensibilisations, accompagnements,
--   comités de suivi, animations ; et combien de donneurs d'ordre différents elles ont touchés.
-- unite : actions et donneurs d'ordre
-- grain : nature d'action, plus « inconnu »
-- source : Export des actions ; Méthode, règle 11
-- codes : nature_action
with natures as (
    select
        code as nature_action,
        libelle,
        ordre
    from ref_code
    where liste = 'nature_action'
    union all
    select
        'inconnu' as nature_action,
        'Nature inconnue' as libelle,
        99 as ordre
),

comptes as (
    select
        coalesce(nature_action, 'inconnu') as nature_action,
        count(*) as actions,
        count(distinct donneur_ordre) as donneurs_ordre
    from actions_filtrees
    group by coalesce(nature_action, 'inconnu')
)

select
    natures.nature_action,
    natures.libelle,
    if(activite_connue.a_actions, coalesce(comptes.actions, 0), null) as actions,
    if(activite_connue.a_actions, coalesce(comptes.donneurs_ordre, 0), null) as donneurs_ordre
from natures
cross join activite_connue
left join comptes using (nature_action)
order by natures.ordre
