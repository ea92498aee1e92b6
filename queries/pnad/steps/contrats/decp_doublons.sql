-- titre : Doublons probables de contrats
-- definition : Les contrats appariés forment un groupe que nomme le plus court numéro. Le contrat
--   gardé est le premier publié parmi ceux dont la source porte le champ des considérations ; les
--   autres sont fusionnés avec lui, sauf demande contraire.
-- unite : contrats
-- grain : contrat d'un groupe de doublons
-- source : DECP
with candidats as (
    select
        cle,
        min(cle_groupe) as cle_groupe,
        arg_min(raison, cle_groupe) as raison,
        min(numero_long) as numero_long,
        min(objet_long) as objet_long
    from paires_doublons
    where cle_groupe not in (select longs.cle from paires_doublons as longs)
    group by cle
),

-- Un numéro tronqué sans objet est le début de plusieurs lots : il n'en rejoint qu'un.
groupes as (
    select
        cle,
        cle_groupe,
        raison
    from candidats
    qualify coalesce(objet_long = first_value(objet_long ignore nulls) over (
        partition by cle_groupe
        order by len(numero_long) asc, numero_long asc, cle asc
        rows between unbounded preceding and unbounded following
    ), true)
),

membres as (
    select * from groupes
    union all by name
    select distinct
        cle_groupe as cle,
        cle_groupe
    from groupes
)

select
    membres.*,
    first_value(membres.cle) over (
        partition by membres.cle_groupe
        order by
            decp_versions.est_lisible desc,
            decp_versions.date_publication asc nulls last,
            membres.cle asc
    ) as cle_gardee
from membres
inner join decp_versions using (cle)
