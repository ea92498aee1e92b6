-- titre : Collectivités sensibilisées
-- definition : Collectivités (régions, départements, EPCI, communes, CCAS et syndicats) ayant au
--   moins une action de sensibilisation dans la période. Une commune, son EPCI et son CCAS sont
--   trois collectivités. Le code INSEE est celui de la commune, le SIREN celui de l'EPCI : de quoi
--   les placer sur une carte quand elles sont reconnues.
-- unite : collectivités
-- grain : collectivité
-- source : Export des actions ; convention, annexe 2 ; liste des acheteurs, communes et EPCI
-- codes : type_maitre_ouvrage
-- libelles : code_insee = Code INSEE ; est_avec_clause = Marché clausé en cours
select
    etapes_donneurs_ordre.donneur_ordre,
    etapes_donneurs_ordre.nom,
    etapes_donneurs_ordre.type_maitre_ouvrage,
    etapes_donneurs_ordre.type_libelle,
    ref_commune.code_insee,
    coalesce(ref_epci.siren, ref_commune.epci) as epci,
    etapes_donneurs_ordre.derniere_sensibilisation as derniere_action,
    etapes_donneurs_ordre.sensibilisations as actions,
    etapes_donneurs_ordre.est_avec_clause
from etapes_donneurs_ordre
left join ref_epci using (siren)
left join ref_commune on etapes_donneurs_ordre.siren = ref_commune.siren_commune
where etapes_donneurs_ordre.est_collectivite_sensibilisee
order by
    etapes_donneurs_ordre.type_ordre asc,
    etapes_donneurs_ordre.nom asc,
    etapes_donneurs_ordre.donneur_ordre asc
