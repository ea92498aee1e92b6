-- titre : Situations relevées
-- definition : Chaque situation qu'écrivent les exports, avec son relevé : sortie, six_mois ou
--   douze_mois. L'extraction à plat, qui répète celle d'une personne à chacun de ses contrats, ne
--   la dit qu'à six mois.
-- unite : sans
-- grain : personne et relevé
-- source : Export des situations, extraction à plat
with sortes as (
    select unnest(['six_mois', 'sortie', 'douze_mois']) as sorte
),

suivis as (
    select
        situations.structure,
        identites.personne,
        situations.date_premier_contrat,
        sortes.sorte as releve,
        sortes.sorte = 'six_mois' as est_a_six_mois,
        case sortes.sorte
            when 'six_mois' then situations.situation_6_mois
            when 'sortie' then situations.situation_sortie
            else situations.situation_12_mois
        end as situation,
        case sortes.sorte
            when 'six_mois' then situations.date_releve_6_mois
            when 'sortie' then situations.date_sortie
            else situations.date_releve_12_mois
        end as date_releve
    from situations
    inner join identites using (structure, numero_participant)
    cross join sortes
)

select * from suivis
union all by name
select distinct
    structure,
    personne,
    'six_mois' as releve,
    true as est_a_six_mois,
    situation_6_mois as situation,
    date_releve_6_mois as date_releve
from extraction
