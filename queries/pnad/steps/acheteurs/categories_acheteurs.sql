-- titre : Catégorie d'un acheteur
-- definition : Celle de la liste des acheteurs, sinon le début du SIREN la dit : 21 commune, 22
--   département, 23 région, 24 et 200 EPCI, 25 syndicat, 26 CCAS ou hôpital, 11 et 17 État, 18 et
--   19 établissements publics de l'État ; sinon « autre ».
-- unite : acheteurs
-- grain : SIRET (DECP) ou SIREN (suivi)
-- source : Liste des acheteurs ; INSEE, répertoire Sirene
with deduites as (
    select
        identifiant,
        case
            when type_connu is not null then type_connu
            when siren_ecrit like '21%' then 'commune'
            when siren_ecrit like '22%' then 'departement'
            when siren_ecrit like '23%' then 'region'
            when siren_ecrit like '25%' or (siren_ecrit like '2%' and nom ilike '%syndicat%')
                then 'ccas_syndicat'
            when siren_ecrit like '24%' or siren_ecrit like '200%' then 'epci'
            when siren_ecrit like '26%' then if(nom ilike '%hosp%', 'hopital', 'ccas_syndicat')
            when left(siren_ecrit, 2) in ('11', '17') then 'etat'
            when left(siren_ecrit, 2) in ('18', '19') then 'etablissement_public_etat'
            else 'autre'
        end as categorie
    from acheteurs_decp
)

select
    deduites.*,
    coalesce(ref_code.libelle, 'Autre') as categorie_libelle,
    coalesce(ref_code.ordre, 99) as categorie_ordre
from deduites
left join ref_code
    on ref_code.liste = 'type_maitre_ouvrage' and deduites.categorie = ref_code.code
