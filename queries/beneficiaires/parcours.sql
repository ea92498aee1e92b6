-- titre : Parcours : un, deux, trois contrats et plus
-- definition : Bénéficiaires de la période selon le nombre de contrats clausés commencés depuis
--   leur entrée jusqu'à la fin de la période, toutes structures confondues. Les entrants ont
--   commencé leur premier contrat dans la période. Des heures sans contrat reçu : inconnu.
-- unite : personnes et %
-- grain : nombre de contrats, plus « inconnu »
-- source : Exports des contrats et heures, extraction à plat ; convention, article 3
-- codes : nombre_contrats
-- libelles : nombre_contrats = Nombre de contrats
with tranches (ordre, nombre_contrats, libelle) as (
    values
    (1, '1', 'Un seul contrat'),
    (2, '2', 'Deux contrats'),
    (3, '3_plus', 'Trois contrats et plus'),
    (4, 'inconnu', 'Contrat non reçu')
),

parcours_personnes as (
    select
        beneficiaires.personne,
        count(rangs_contrats.rang) as contrats,
        coalesce(min(rangs_contrats.date_debut) >= any_value(filtre.debut), false) as est_entrant
    from beneficiaires
    cross join filtre
    left join rangs_contrats
        on
            beneficiaires.personne = rangs_contrats.personne
            and filtre.fin >= rangs_contrats.date_debut
    group by beneficiaires.personne
),

comptes as (
    select
        case
            when contrats = 0 then 'inconnu'
            when contrats >= 3 then '3_plus'
            else contrats::varchar
        end as nombre_contrats,
        count(*) as beneficiaires,
        count(*) filter (where est_entrant) as entrants
    from parcours_personnes
    group by all
)

select
    tranches.nombre_contrats,
    tranches.libelle,
    coalesce(comptes.beneficiaires, 0) as beneficiaires,
    if(filtre.est_tout, null, coalesce(comptes.entrants, 0)) as entrants,
    if(tranches.nombre_contrats = 'inconnu', null, round(
        100.0 * coalesce(comptes.beneficiaires, 0)
        / sum(comptes.beneficiaires) filter (where tranches.nombre_contrats != 'inconnu') over (), 1
    ))::double as part_pct
from tranches
cross join filtre
left join comptes using (nombre_contrats)
order by tranches.ordre
