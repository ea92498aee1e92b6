-- titre : Entreprises derrière un marché
-- definition : Pour chaque marché : divisions NAF et types de ses attributaires (marché en cours),
--   entreprises qui y emploient des personnes dans la période. Un texte par colonne, « code
--   libellé » séparés par « | ». Comme pour les secteurs, une division ne compte qu'avec un SIREN.
-- unite : sans
-- grain : marché (lot)
-- source : Exports des engagements, contrats et heures, extraction à plat
with liens as (
    select
        attributaires.marche_id,
        'attributaire' as role,
        coalesce(attributaires.siren, noms_entreprises.entreprise) as entreprise
    from attributaires
    left join noms_entreprises on attributaires.entreprise = noms_entreprises.nom
    union all by name
    select
        marche_id,
        'employeuse' as role,
        employeuse as entreprise
    from heures_contrats
    group by marche_id, employeuse
    having round(sum(heures_realisees), 6) > 0
),

decrits as (
    select
        liens.marche_id,
        liens.role,
        roles_entreprises.est_avec_siren,
        liens.entreprise || ' ' || coalesce(fiches_entreprises.nom, liens.entreprise) as nom,
        coalesce(fiches_entreprises.division, 'inconnu') || ' '
        || coalesce(ref_naf.libelle, 'Non renseigné') as division,
        coalesce(fiches_entreprises.type_entreprise, 'inconnu') || ' '
        || coalesce(ref_code.libelle, 'Type inconnu') as type_entreprise
    from liens
    inner join roles_entreprises using (entreprise, role)
    left join fiches_entreprises using (entreprise)
    left join ref_naf on fiches_entreprises.division = ref_naf.code
    left join ref_code
        on
            ref_code.liste = 'type_entreprise'
            and fiches_entreprises.type_entreprise = ref_code.code
)

select
    marche_id,
    string_agg(distinct division, ' | ' order by division)
    filter (where role = 'attributaire' and est_avec_siren) as divisions_naf,
    string_agg(distinct type_entreprise, ' | ' order by type_entreprise)
    filter (where role = 'attributaire') as types_entreprises,
    string_agg(distinct nom, ' | ' order by nom)
    filter (where role = 'employeuse') as employeuses
from decrits
group by marche_id
