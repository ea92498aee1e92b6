-- titre : Actions des facilitateurs
-- definition : Actions de la période et de la structure choisies. Leur territoire est celui du
--   lieu écrit (commune ou EPCI) ou, sur l'axe de l'acheteur, celui de son siège.
-- unite : actions
-- grain : action
-- source : Export des actions ; règle du projet 11
with situees as (
    select
        actions.structure,
        actions.date_action,
        actions.nature_action,
        donneurs_ordre.donneur_ordre,
        donneurs_ordre.type_maitre_ouvrage,
        if(filtre.axe = 'acheteur', lieux.epci, lieux_nommes.epci) as epci,
        filtre.axe = 'structure' as est_axe_structure,
        filtre.epci is null and filtre.bassin is null as est_partout
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

select *
from situees
where case
    when est_partout then true
    when est_axe_structure
        then structure in (select lieux_choisis.structure from lieux_choisis)
    else epci in (select lieux_choisis.epci from lieux_choisis)
end
