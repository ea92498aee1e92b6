-- titre : Collectivités sensibilisées, par type
-- definition : Collectivités ayant au moins une action de sensibilisation dans la période, et leur
--   total. Chacune compte une fois.
-- unite : collectivités
-- grain : type de collectivité, et total
-- source : Export des actions ; convention, annexe 2
-- codes : type_maitre_ouvrage
-- libelles : collectivites = Collectivités
with comptes as (
    select
        grouping(type_maitre_ouvrage) as est_total,
        if(est_total = 1, 'total', type_maitre_ouvrage) as type_maitre_ouvrage,
        if(est_total = 1, 'Toutes', type_libelle) as libelle,
        count(*) as collectivites,
        sum(sensibilisations)::bigint as actions,
        type_ordre
    from etapes_donneurs_ordre
    where est_collectivite_sensibilisee
    group by grouping sets ((type_maitre_ouvrage, type_libelle, type_ordre), ())
)

select
    comptes.type_maitre_ouvrage,
    comptes.libelle,
    if(activite_connue.a_actions, comptes.collectivites, null) as collectivites,
    if(activite_connue.a_actions, coalesce(comptes.actions, 0), null) as actions
from comptes
cross join activite_connue
order by comptes.est_total desc, comptes.collectivites desc, comptes.type_ordre asc
