-- titre : Donneurs d'ordre contactés, par type
-- definition : Donneurs d'ordre ayant au moins une action de contact ou de prospection dans la
--   période ; plusieurs contacts avec le même comptent une fois. Un donneur d'ordre est un SIREN,
--   sinon un nom. Les actions qui ne nomment personne sont comptées à part.
-- unite : donneurs d'ordre et actions
-- grain : type de donneur d'ordre, et total
-- source : Export des actions ; convention, annexe 2 ; Méthode, règle 11
-- codes : type_maitre_ouvrage
-- libelles : actions_sans_nom = Actions sans nom
with comptes as (
    select
        grouping(type_maitre_ouvrage) as est_total,
        if(est_total = 1, 'total', type_maitre_ouvrage) as type_maitre_ouvrage,
        if(est_total = 1, 'Tous types', type_libelle) as libelle,
        count(*) as donneurs_ordre,
        sum(contacts)::bigint as actions,
        type_ordre
    from etapes_donneurs_ordre
    where est_contacte
    group by grouping sets ((type_maitre_ouvrage, type_libelle, type_ordre), ())
),

non_nommes as (
    select coalesce(sum(contacts), 0)::bigint as actions_sans_nom
    from etapes_donneurs_ordre
    where not est_nomme
)

select
    comptes.type_maitre_ouvrage,
    comptes.libelle,
    if(activite_connue.a_actions, comptes.donneurs_ordre, null) as donneurs_ordre,
    if(activite_connue.a_actions, coalesce(comptes.actions, 0), null) as actions,
    if(comptes.est_total = 1, non_nommes.actions_sans_nom, null) as actions_sans_nom
from comptes
cross join non_nommes
cross join activite_connue
order by comptes.est_total desc, comptes.donneurs_ordre desc, comptes.type_ordre asc
