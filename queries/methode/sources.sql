-- titre : Sources des tables de référence
-- definition : D'où viennent les territoires, les listes de valeurs et les règles de calcul.
-- unite : sans
-- grain : table et source
-- source : Tables de référence
with tables_lues (ordre, table_de_reference, listes) as (
    values
    (1, 'Communes', (select list(distinct source) from ref_commune)),
    (2, 'EPCI', (select list(distinct source) from ref_epci)),
    (3, 'Bassins d''emploi', (select list(distinct source) from ref_bassin)),
    (4, 'Quartiers prioritaires', (select list(distinct source) from ref_qpv)),
    (5, 'Structures', (select list(distinct source) from ref_structure)),
    (6, 'Acheteurs', (select list(distinct source) from ref_acheteur)),
    (7, 'Situations', (select list(distinct source) from ref_situation)),
    (8, 'Catégories de publics', (select list(distinct source) from ref_categorie)),
    (9, 'Programmes', (select list(distinct source) from ref_programme)),
    (10, 'Paramètres', (select list(distinct source) from ref_parametre))
),

lignes as (
    select
        ordre,
        table_de_reference,
        unnest(listes) as source
    from tables_lues
)

select
    table_de_reference,
    source
from lignes
order by ordre, source
