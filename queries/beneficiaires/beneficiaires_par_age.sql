-- titre : Bénéficiaires par âge
-- definition : Âge révolu au début du premier contrat de la période. La part porte sur les âges
--   connus.
-- unite : personnes et %
-- grain : tranche d'âge, plus « inconnu »
-- source : Exports des participants, contrats et heures, extraction à plat ; Méthode, règle 9
-- codes : tranche
with tranches (ordre, tranche, libelle, age_min, age_max) as (
    values
    (1, 'moins_18', 'Moins de 18 ans', 0, 18),
    (2, '18_25', '18 à 25 ans', 18, 26),
    (3, '26_40', '26 à 40 ans', 26, 41),
    (4, '41_49', '41 à 49 ans', 41, 50),
    (5, '50_plus', '50 ans et plus', 50, 999),
    (6, 'inconnu', 'Âge inconnu', null, null)
),

comptes as (
    select
        tranches.ordre,
        count(*) as beneficiaires
    from categories
    inner join tranches
        on
            (categories.age >= tranches.age_min and categories.age < tranches.age_max)
            or (categories.age is null and tranches.age_min is null)
    group by tranches.ordre
)

select
    tranches.tranche,
    tranches.libelle,
    coalesce(comptes.beneficiaires, 0) as beneficiaires,
    if(
        tranches.age_min is null,
        null,
        round(
            100.0 * coalesce(comptes.beneficiaires, 0)
            / sum(comptes.beneficiaires) filter (where tranches.age_min is not null) over (),
            1
        )
    )::double as part_pct
from tranches
left join comptes using (ordre)
order by tranches.ordre
