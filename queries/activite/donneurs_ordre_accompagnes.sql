-- titre : Donneurs d'ordre accompagnés
-- definition : Donneurs d'ordre ayant au moins un marché en cours dans la période, ou au moins une
--   action d'accompagnement. Dans un achat groupé, c'est le coordonnateur qui est compté. Les
--   heures sont celles de la période sur leurs marchés.
-- unite : donneurs d'ordre
-- grain : donneur d'ordre
-- source : Exports des marchés, actions et heures ; convention, annexe 2 ; Méthode, règle 11
-- codes : type_maitre_ouvrage
-- libelles : accompagnements = Accompagnements
with heures_acheteurs as (
    select
        donneur_ordre,
        round(sum(heures_realisees), 2)::double as heures_realisees
    from heures_filtrees
    group by donneur_ordre
)

select
    etapes_donneurs_ordre.donneur_ordre,
    etapes_donneurs_ordre.nom,
    etapes_donneurs_ordre.type_maitre_ouvrage,
    etapes_donneurs_ordre.type_libelle,
    etapes_donneurs_ordre.marches_en_cours,
    etapes_donneurs_ordre.accompagnements,
    etapes_donneurs_ordre.derniere_action,
    coalesce(heures_acheteurs.heures_realisees, 0) as heures_realisees
from etapes_donneurs_ordre
left join heures_acheteurs using (donneur_ordre)
where etapes_donneurs_ordre.est_accompagne
order by heures_realisees desc, etapes_donneurs_ordre.nom asc, donneur_ordre asc
