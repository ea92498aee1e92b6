-- titre : Rôles des entreprises
-- definition : Attributaire d'un marché en cours ; utilisatrice ou employeuse si ses heures de la
--   période, corrections comprises, dépassent zéro. Une entreprise peut tenir plusieurs rôles :
--   les trois nombres ne s'additionnent pas.
-- unite : entreprises
-- grain : entreprise et rôle
-- source : Exports des engagements, contrats et heures, extraction à plat ; Méthode, règle 7
with attributions as (
    select
        coalesce(attributaires.siren, noms_entreprises.entreprise) as entreprise,
        'attributaire' as role,
        bool_or(attributaires.siren is not null) as est_avec_siren
    from attributaires
    left join noms_entreprises on attributaires.entreprise = noms_entreprises.nom
    group by coalesce(attributaires.siren, noms_entreprises.entreprise)
),

travaillees as (
    unpivot heures_contrats
    on utilisatrice, employeuse
    into name role value entreprise
),

sommes as (
    select
        entreprise,
        role,
        not starts_with(entreprise, 'nom|') as est_avec_siren,
        round(sum(heures_realisees), 6)::double as heures_realisees
    from travaillees
    group by entreprise, role
)

select * from attributions
where entreprise is not null
union all by name
select * from sommes
where heures_realisees > 0
