-- titre : Actions des facilitateurs et leur lieu
-- definition : Actions de la période et de la structure choisies. Leur lieu est celui qui est écrit
--   (commune ou EPCI) ou, sur l'axe de l'acheteur, son siège.
-- unite : actions
-- grain : action
-- source : Export des actions ; Méthode, règle 11
with situees as (
    select
        actions.* exclude (
            actions.facilitateur, actions.type_maitre_ouvrage, actions.import_id, actions.ligne
        ),
        donneurs_ordre.donneur_ordre,
        donneurs_ordre.type_maitre_ouvrage,
        filtre.axe = 'structure' as est_axe_structure,
        if(filtre.axe = 'acheteur', donneurs_ordre.lieu_siege, lieux_nommes.code) as lieu,
        if(filtre.axe = 'acheteur', lieux.epci, lieux_nommes.epci) as epci
    from actions
    cross join filtre
    left join donneurs_ordre
        on '|' || coalesce(actions.maitre_ouvrage, '') = donneurs_ordre.ecriture
    left join lieux on donneurs_ordre.lieu_siege = lieux.lieu
    left join lieux_nommes on lower(strip_accents(actions.commune_epci)) = lieux_nommes.lieu
    where
        actions.date_action between filtre.debut and filtre.fin
        and (filtre.structure is null or actions.structure = filtre.structure)
)

select
    *,
    case
        when est_axe_structure then structure
        when coalesce(lieu, '') = '' then 'inconnu'
        else coalesce(epci, 'hors_departement')
    end as territoire
from situees
