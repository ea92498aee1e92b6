-- titre : Contrats clausés
-- definition : Tous les contrats de travail, qu'ils viennent de l'export des contrats ou de
--   l'extraction à plat, et tout ce qu'ils en disent. Un contrat finit à sa fin réelle, sinon à sa
--   fin prévue ; sans aucune fin, il est encore ouvert.
-- unite : contrats
-- grain : contrat
-- source : Export des contrats, extraction à plat ; Méthode, règle 6
with exportes as (
    select
        contrats.* exclude (
            contrats.numero_participant, contrats.numero_marche, contrats.numero_lot,
            contrats.import_id, contrats.ligne
        ),
        identites.personne,
        coalesce(contrats.date_fin_reelle, contrats.date_fin_prevue) as date_fin,
        coalesce(contrats.numero_marche, '') as numero_marche,
        coalesce(contrats.numero_lot, '') as numero_lot,
        coalesce(identites.code_insee_residence, '') as code_insee_residence,
        coalesce(identites.code_qpv_residence, '') as code_qpv_residence
    from contrats
    left join identites using (structure, numero_participant)
),

extraits as (
    select
        structure,
        personne,
        date_debut,
        age_debut,
        type_contrat,
        date_fin,
        coalesce(numero_marche, '') as numero_marche,
        '' as numero_lot,
        coalesce(code_insee_residence, '') as code_insee_residence,
        '' as code_qpv_residence
    from extraction
)

select * from exportes
union all by name
select * from extraits
