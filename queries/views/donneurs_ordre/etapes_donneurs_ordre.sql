-- titre : Donneurs d'ordre contactés, sensibilisés, accompagnés
-- definition : Contacté : au moins une action de contact ou de prospection dans la période.
--   Sensibilisé : au moins une action de sensibilisation. Accompagné : au moins un marché en cours
--   ou une action d'accompagnement. Avec clause : au moins un marché en cours.
-- unite : donneurs d'ordre
-- grain : donneur d'ordre
-- source : Exports des marchés et actions ; Méthode, règle 11
with evenements as (
    select
        donneur_ordre,
        date_action,
        nature_action as nature
    from actions_filtrees
    union all by name
    select
        donneur_ordre,
        'marche' as nature
    from marches_suivis
    where est_en_cours
),

comptes as (
    select
        donneur_ordre,
        count(*) filter (where nature in ('contact', 'prospection')) as contacts,
        count(*) filter (where nature = 'sensibilisation') as sensibilisations,
        count(*) filter (where nature = 'accompagnement') as accompagnements,
        count(*) filter (where nature = 'marche') as marches_en_cours,
        max(date_action) as derniere_action,
        max(date_action) filter (where nature = 'sensibilisation') as derniere_sensibilisation
    from evenements
    group by donneur_ordre
)

select
    comptes.*,
    comptes.donneur_ordre is not null as est_nomme,
    est_nomme and comptes.contacts > 0 as est_contacte,
    est_nomme and comptes.accompagnements + comptes.marches_en_cours > 0 as est_accompagne,
    est_nomme and comptes.marches_en_cours > 0 as est_avec_clause,
    coalesce(fiches_donneurs_ordre.est_collectivite, false) and comptes.sensibilisations > 0
        as est_collectivite_sensibilisee,
    fiches_donneurs_ordre.nom,
    fiches_donneurs_ordre.siren,
    coalesce(fiches_donneurs_ordre.type_maitre_ouvrage, 'inconnu') as type_maitre_ouvrage,
    coalesce(fiches_donneurs_ordre.type_libelle, 'Donneur d''ordre non nommé') as type_libelle,
    coalesce(fiches_donneurs_ordre.type_ordre, 100) as type_ordre
from comptes
left join fiches_donneurs_ordre using (donneur_ordre)
