-- titre : Ce qui reste à confirmer
-- definition : Les règles que la convention ne tranche pas, choisies en attendant le copil.
-- unite : sans
-- grain : règle ou rattachement
-- source : Tables de référence
-- libelles : point = Point à confirmer
-- portee : publique
with points as (
    select
        1 as ordre,
        'Règle de calcul' as sujet,
        libelle as point,
        source
    from parametres_en_vigueur
    where statut = 'a_confirmer'
    union all
    select
        2 as ordre,
        'Structure en charge d''un EPCI' as sujet,
        ref_epci.nom_court || ' : ' || ref_structure.sigle as point,
        ref_epci.justification as source
    from ref_epci
    inner join ref_structure on ref_epci.structure = ref_structure.code
    where ref_epci.structure_statut = 'a_confirmer'
    union all
    select
        3 as ordre,
        'Territoire d''une structure' as sujet,
        sigle || ' : bassins d''emploi ' || replace(bassins_noms, '|', ', ') as point,
        source
    from ref_structure
    where bassins_statut = 'a_confirmer'
    union all
    select
        4 as ordre,
        'Acheteur' as sujet,
        nom || coalesce(' : ' || note, '') as point,
        source
    from ref_acheteur
    where statut = 'a_confirmer'
    union all
    select distinct
        5 as ordre,
        'Date d''envoi des données' as sujet,
        regle as point,
        source
    from ref_attente
    where statut = 'a_confirmer'
    union all
    select
        6 as ordre,
        'Règle de financement' as sujet,
        libelle as point,
        source
    from ref_regle_financement
    where statut = 'a_confirmer'
)

select * exclude (ordre) from points
order by ordre, point
