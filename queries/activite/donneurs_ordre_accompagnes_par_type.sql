-- titre : Donneurs d'ordre accompagnés, par type
-- definition : Donneurs d'ordre ayant au moins un marché en cours dans la période, ou au moins une
--   action d'accompagnement, et leur total. Ceux qui n'ont pas (encore) de marché clausé sont dits
--   à part.
-- unite : donneurs d'ordre
-- grain : type de donneur d'ordre, et total
-- source : Exports des marchés et actions ; convention, annexe 2 ; Méthode, règle 11
-- codes : type_maitre_ouvrage
-- libelles : avec_clause = Avec un marché en cours ; sans_clause = Sans marché en cours
with comptes as (
    select
        grouping(type_maitre_ouvrage) as est_total,
        if(est_total = 1, 'total', type_maitre_ouvrage) as type_maitre_ouvrage,
        if(est_total = 1, 'Tous types', type_libelle) as libelle,
        count(*) as donneurs_ordre,
        count(*) filter (where est_avec_clause) as avec_clause,
        count(*) filter (where not est_avec_clause) as sans_clause,
        sum(marches_en_cours)::bigint as marches_en_cours,
        type_ordre
    from etapes_donneurs_ordre
    where est_accompagne
    group by grouping sets ((type_maitre_ouvrage, type_libelle, type_ordre), ())
)

select
    comptes.type_maitre_ouvrage,
    comptes.libelle,
    if(activite_connue.a_marches, comptes.donneurs_ordre, null) as donneurs_ordre,
    if(activite_connue.a_marches, comptes.avec_clause, null) as avec_clause,
    if(activite_connue.a_marches, comptes.sans_clause, null) as sans_clause,
    if(activite_connue.a_marches, coalesce(comptes.marches_en_cours, 0), null) as marches_en_cours
from comptes
cross join activite_connue
order by comptes.est_total desc, comptes.donneurs_ordre desc, comptes.type_ordre asc
