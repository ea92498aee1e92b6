-- titre : Nombre d'entreprises par rôle
-- definition : Entreprises de chaque rôle, avec et sans numéro SIREN ; heures dont l'entreprise est
--   inconnue, et marchés en cours sans aucun attributaire connu.
-- unite : entreprises
-- grain : rôle
-- source : Exports des engagements, contrats et heures, extraction à plat
with comptes as (
    select
        role,
        count(*) filter (where est_avec_siren) as entreprises,
        count(*) filter (where not est_avec_siren) as sans_siren,
        round(sum(heures_realisees), 2) as heures_realisees
    from roles_entreprises
    group by role
),

inconnues as (
    select
        sum(heures_realisees) filter (where utilisatrice is null) as utilisatrice,
        sum(heures_realisees) filter (where employeuse is null) as employeuse
    from heures_contrats
),

sans_attributaire as (
    select count(*) as marches
    from marches_actifs
    anti join attributaires using (marche_id)
),

roles as (
    select
        'attributaire' as role,
        a_marches and a_engagements as est_connu
    from donnees_connues
    union all
    select
        unnest(['utilisatrice', 'employeuse']) as role,
        a_heures as est_connu
    from donnees_connues
)

select
    roles.role,
    roles.est_connu,
    coalesce(comptes.entreprises, 0) as entreprises,
    coalesce(comptes.sans_siren, 0) as sans_siren,
    comptes.heures_realisees,
    round(case roles.role
        when 'utilisatrice' then coalesce(inconnues.utilisatrice, 0)
        when 'employeuse' then coalesce(inconnues.employeuse, 0)
    end, 2)::double as heures_inconnues,
    if(roles.role = 'attributaire', sans_attributaire.marches, null) as marches_inconnus
from roles
cross join inconnues
cross join sans_attributaire
left join comptes using (role)
