-- titre : Du contact à la clause
-- definition : Donneurs d'ordre contactés dans la période, accompagnés (un marché en cours ou une
--   action d'accompagnement), avec clause (un marché en cours). La colonne « parmi les contactés »
--   suit les seuls donneurs d'ordre contactés dans la période ; beaucoup d'accompagnés ont été
--   contactés avant.
-- unite : donneurs d'ordre
-- grain : étape
-- source : Exports des marchés et actions ; convention, annexe 2
-- codes : etape
-- libelles : etape = Étape ; parmi_contactes = Dont contactés dans la période
with etapes (ordre, etape, libelle) as (
    values
    (1, 'contactes', 'Contactés'),
    (2, 'accompagnes', 'Accompagnés'),
    (3, 'avec_clause', 'Avec un marché clausé en cours')
),

atteintes as (
    select
        etapes.*,
        etapes_donneurs_ordre.est_contacte,
        case etapes.etape
            when 'contactes' then etapes_donneurs_ordre.est_contacte
            when 'accompagnes' then etapes_donneurs_ordre.est_accompagne
            when 'avec_clause' then etapes_donneurs_ordre.est_avec_clause
        end as est_atteinte
    from etapes
    left join etapes_donneurs_ordre on true
),

comptes as (
    select
        ordre,
        etape,
        libelle,
        count(*) filter (where est_atteinte) as donneurs_ordre,
        count(*) filter (where est_atteinte and est_contacte) as parmi_contactes
    from atteintes
    group by ordre, etape, libelle
)

select
    comptes.etape,
    comptes.libelle,
    if(
        if(comptes.etape = 'contactes', activite_connue.a_actions, activite_connue.a_marches),
        comptes.donneurs_ordre,
        null
    ) as donneurs_ordre,
    if(activite_connue.a_actions, comptes.parmi_contactes, null) as parmi_contactes
from comptes
cross join activite_connue
order by comptes.ordre
