-- titre : Nom et type d'un donneur d'ordre
-- definition : Un seul nom et un seul type par donneur d'ordre, quelle que soit la façon de
--   l'écrire. Sont des collectivités : régions, départements, EPCI, communes, CCAS et syndicats
--   (que l'export réunit).
-- unite : donneurs d'ordre
-- grain : donneur d'ordre
-- source : Exports des marchés et actions, liste des acheteurs ; Méthode, règle 11
with noms as (
    select
        donneur_ordre,
        min(nom) as nom,
        coalesce(min(type_maitre_ouvrage), 'inconnu') as type_maitre_ouvrage
    from donneurs_ordre
    where donneur_ordre is not null
    group by donneur_ordre
)

select
    noms.*,
    coalesce(ref_code.libelle, 'Type inconnu') as type_libelle,
    coalesce(ref_code.ordre, 99) as type_ordre,
    noms.type_maitre_ouvrage in ('region', 'departement', 'epci', 'commune', 'ccas_syndicat')
        as est_collectivite,
    if(starts_with(noms.donneur_ordre, 'nom|'), null, noms.donneur_ordre) as siren
from noms
left join ref_code
    on ref_code.liste = 'type_maitre_ouvrage' and noms.type_maitre_ouvrage = ref_code.code
