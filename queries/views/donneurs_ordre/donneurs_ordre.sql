-- titre : Donneurs d'ordre
-- definition : Un donneur d'ordre est un numéro SIREN, sinon un nom. Un nom écrit sans SIREN
--   rejoint le SIREN qui porte ce nom, dans les exports ou dans la liste des acheteurs ; d'une
--   structure à l'autre, c'est le même.
-- unite : donneurs d'ordre
-- grain : écriture (SIREN et nom tels qu'écrits)
-- source : Exports des marchés et actions, extraction à plat, liste des acheteurs ;
--   Méthode, règle 11
with sirens as (
    select
        nom_normalise,
        arg_min(siren, (est_reference, siren)) as siren
    from noms_donneurs_ordre
    where siren is not null and nom_normalise is not null
    group by nom_normalise
),

rattaches as (
    select
        noms_donneurs_ordre.*,
        coalesce(noms_donneurs_ordre.siren, sirens.siren) as siren_retenu,
        coalesce(siren_retenu, 'nom|' || noms_donneurs_ordre.nom_normalise) as donneur_ordre
    from noms_donneurs_ordre
    left join sirens using (nom_normalise)
    where not noms_donneurs_ordre.est_reference
)

select
    coalesce(rattaches.siren, '') || '|' || coalesce(rattaches.maitre_ouvrage, '') as ecriture,
    rattaches.donneur_ordre,
    coalesce(
        ref_acheteur.nom,
        min(rattaches.maitre_ouvrage) over (partition by rattaches.donneur_ordre)
    ) as nom,
    coalesce(
        ref_acheteur.type,
        min(rattaches.type_maitre_ouvrage) over (partition by rattaches.donneur_ordre)
    ) as type_maitre_ouvrage,
    coalesce(ref_acheteur.code_insee_siege, ref_acheteur.epci_siege, '') as lieu_siege
from rattaches
left join ref_acheteur on rattaches.siren_retenu = ref_acheteur.siren
