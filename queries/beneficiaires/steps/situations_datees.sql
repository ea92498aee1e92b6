-- titre : Situations relevées et datées
-- definition : Toutes les situations datées d'une personne : à la sortie, à six mois, à douze mois.
--   « Non renseigné » n'est pas une situation.
-- unite : sans
-- grain : personne et relevé
-- source : Export des situations
with releves as (
    select
        structure,
        numero_participant,
        unnest([situation_sortie, situation_6_mois, situation_12_mois]) as code,
        unnest([date_sortie, date_releve_6_mois, date_releve_12_mois]) as jour
    from situations
)

select
    identites.personne,
    releves.code,
    releves.jour
from releves
inner join identites using (structure, numero_participant)
where releves.code != 'non_renseigne' and releves.jour is not null
