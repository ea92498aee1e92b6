-- titre : Premiers contrats et contrats suivants
-- definition : Contrats clausés commencés dans la période, selon leur rang dans le parcours de la
--   personne, toutes structures confondues : premier contrat, deuxième, troisième et plus.
-- unite : contrats et personnes
-- grain : rang
-- source : Export des contrats, extraction à plat ; convention, article 3
with commences as (
    select
        rangs_contrats.personne,
        least(rangs_contrats.rang, 3) as rang
    from rangs_contrats
    inner join territoires
        using (
            structure, numero_marche, numero_lot, code_insee_residence, code_qpv_residence
        )
    cross join filtre
    where
        territoires.est_retenu
        and rangs_contrats.date_debut between filtre.debut and filtre.fin
)

select
    rang::integer as rang,
    case rang
        when 1 then 'Premier contrat'
        when 2 then 'Deuxième contrat'
        else 'Troisième contrat et suivants'
    end as libelle,
    count(*) as contrats,
    count(distinct personne) as personnes
from commences
group by rang
order by rang
