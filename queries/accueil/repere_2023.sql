-- titre : Le repère de 2023
-- definition : Les trois chiffres de 2023 écrits dans la convention, ceux que donnent les données
--   reçues, et leur écart. « Entreprises accompagnées » n'y est pas défini : on lit entreprises
--   attributaires des marchés en cours dans l'année, ce qui reste à confirmer.
-- unite : selon la ligne
-- grain : indicateur
-- source : Convention, § II.1 ; exports des marchés, engagements, participants, contrats et
--   heures, extraction à plat
-- periode : 2023
-- libelles : calcule = Calculé ; publie = Publié
-- portee : departement
with comptes as (
    select
        (select round(sum(heures_realisees), 2) from heures_filtrees)::double as heures_realisees,
        (select count(*) from beneficiaires)::double as beneficiaires,
        (select count(distinct siren) from attributaires)::double as entreprises
),

calcules as (
    unpivot comptes on columns(*) into name indicateur value calcule
),

publies as (
    select
        valeur::double as publie,
        unite,
        source,
        case cle
            when 'repere_2023_heures' then 'heures_realisees'
            when 'repere_2023_beneficiaires' then 'beneficiaires'
            when 'repere_2023_entreprises' then 'entreprises'
        end as indicateur
    from parametres_en_vigueur
    where starts_with(cle, 'repere_2023_')
)

select
    publies.indicateur,
    publies.publie,
    if(indicateurs_connus.est_connu, calcules.calcule, null) as calcule,
    if(indicateurs_connus.est_connu, round(calcules.calcule - publies.publie, 2), null) as ecart,
    publies.unite,
    publies.source
from publies
inner join indicateurs_connus using (indicateur)
left join calcules using (indicateur)
order by array_position(
    ['heures_realisees', 'beneficiaires', 'entreprises'], publies.indicateur
)
