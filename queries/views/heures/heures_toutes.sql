-- titre : Heures d'insertion réalisées
-- definition : Heures travaillées, au mois travaillé, formation comprise ; les heures saisies mais
--   pas encore validées comptent, les heures rejetées non, les corrections négatives se déduisent.
--   Pour une structure et un mois, les heures viennent de l'export des heures s'il en contient,
--   sinon de l'extraction à plat, jamais des deux.
-- unite : heures
-- grain : ligne d'heures, ou contrat de l'extraction et mois
-- source : Export des heures, extraction à plat ; note sur les exports ; Méthode, règle 8
with saisies as (
    select
        heures.* exclude (
            heures.numero_participant, heures.numero_marche, heures.numero_lot, heures.import_id,
            heures.ligne
        ),
        identites.personne,
        false as est_repartie,
        coalesce(heures.numero_marche, '') as numero_marche,
        coalesce(heures.numero_lot, '') as numero_lot,
        coalesce(identites.code_insee_residence, '') as code_insee_residence,
        coalesce(identites.code_qpv_residence, '') as code_qpv_residence
    from heures
    left join identites using (structure, numero_participant)
    where heures.validation is distinct from 'rejete' and heures.heures_realisees is not null
),

-- Relues à la source : de « saisies », la jointure entière se ferait deux fois.
mois_saisis as (
    select distinct
        structure,
        mois
    from heures
    where validation is distinct from 'rejete' and heures_realisees is not null
)

select * from saisies
union all by name
select
    heures_reparties.*,
    true as est_repartie
from heures_reparties
anti join mois_saisis using (structure, mois)
