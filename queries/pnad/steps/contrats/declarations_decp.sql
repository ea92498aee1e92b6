-- titre : Ce qu'un contrat déclare
-- definition : Les considérations d'un contrat sont celles de sa première version dont la source
--   porte le champ : une modification ne les change jamais. Un contrat réservé vaut clause. Si les
--   versions se contredisent, le désaccord est compté, jamais arbitré au mieux. Hors format :
--   toutes ses sources sont du format de 2019, qui n'a pas le champ.
-- unite : contrats
-- grain : contrat, avant fusion des doublons
-- source : DECP
with premieres as (
    select
        cle,
        declaration,
        if(source_decp = 'json_2019', 'hors_format', coalesce(statut_social, 'non_renseigne'))
            as statut_social,
        coalesce(statut_social = 'avec' and (a_clause_sociale or a_reserve), false) as est_clause,
        coalesce(a_reserve, false) as est_reserve
    from decp_lignes
    qualify row_number() over (
        partition by cle
        order by source_decp = 'json_2019' asc, est_lisible desc, rang_ligne asc
    ) = 1
),

toutes as (
    select
        cle,
        list_sort(list(distinct coalesce(declaration, 'Non renseigné'))) as declarations
    from decp_lignes
    where est_lisible
    group by cle
)

select
    premieres.*,
    toutes.declarations
from premieres
left join toutes using (cle)
