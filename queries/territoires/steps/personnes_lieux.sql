-- titre : Personnes de chaque lieu
-- definition : Heures de la période de chaque personne, et personnes dont l'échéance à six mois
--   tombe dans la période, selon la convention, dans chaque lieu où elles ont des heures ou un
--   contrat. Le territoire choisi n'en retire aucune.
-- unite : heures et personnes
-- grain : indicateur, personne et lieu (répétitions admises)
-- source : Exports des participants, contrats, heures et situations ; Méthode, règles 5 et 8
with echues as (
    select
        echeances.personne,
        issues.issue
    from echeances
    inner join issues using (personne)
    cross join filtre
    where
        issues.referentiel = 'convention'
        and (filtre.est_tout or echeances.echeance between filtre.debut and filtre.fin)
),

situees as (
    select
        echues.personne,
        echues.issue,
        territoires.territoire,
        territoires.lieu
    from echues
    inner join contrats_tous using (personne)
    inner join territoires
        using (
            structure, numero_marche, numero_lot, code_insee_residence, code_qpv_residence
        )
    where territoires.est_de_la_structure
)

select
    'beneficiaires' as indicateur,
    heures_toutes.personne as sujet,
    territoires.territoire,
    territoires.lieu,
    heures_toutes.heures_realisees as poids
from heures_toutes
inner join territoires
    using (
        structure, numero_marche, numero_lot, code_insee_residence, code_qpv_residence
    )
cross join filtre
where territoires.est_de_la_structure and heures_toutes.mois between filtre.debut and filtre.fin
union all
select
    unnest(if(issue = 'positive', ['sorties_positives', 'sorties_connues'], ['sorties_connues']))
        as indicateur,
    personne as sujet,
    territoire,
    lieu,
    1.0 as poids
from situees
where issue in ('positive', 'non_positive')
