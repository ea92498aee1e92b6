-- titre : Contrats dont les versions ou les sources se contredisent
-- definition : Considérations : les lignes d'un même contrat, ou d'un doublon fusionné, n'en
--   déclarent pas les mêmes ; la première version est retenue. Montant : plusieurs montants à la
--   première notification, signe de contrats distincts publiés sous un même numéro.
-- unite : contrats
-- grain : contrat et champ
-- source : DECP
-- codes : cle
-- portee : publique
with fusions as (
    select
        cle_gardee as cle,
        count(distinct coalesce(declaration, '')) filter (where est_lisible) as nombre,
        array_to_string(list_sort(list(distinct coalesce(declaration, 'Non renseigné'))), ' / ')
            as valeurs
    from decp_contrats
    where cle_gardee is not null
    group by cle_gardee
),

conflits as (
    select
        cle,
        'considerations' as champ,
        array_to_string(declarations, ' / ') as valeurs
    from declarations_decp
    where len(declarations) > 1
    union
    select
        cle,
        'considerations' as champ,
        valeurs
    from fusions
    where nombre > 1
    union
    select
        cle,
        'montant' as champ,
        nombre_montants || ' montants' as valeurs
    from decp_versions
    where nombre_montants > 1
)

select
    conflits.champ,
    contrats_pnad.cle,
    contrats_pnad.numero,
    contrats_pnad.acheteur,
    contrats_pnad.nom as acheteur_nom,
    contrats_pnad.objet,
    contrats_pnad.date_notification,
    string_agg(conflits.valeurs, ' / ' order by conflits.valeurs) as valeurs,
    contrats_pnad.declaration as valeur_retenue
from conflits
inner join contrats_pnad using (cle)
where contrats_pnad.est_de_la_periode
group by all
order by conflits.champ, acheteur_nom, contrats_pnad.cle
