-- titre : Mesures de chaque territoire
-- definition : Les chiffres clés comptés d'un coup dans tous les territoires : le département
--   entier, chaque EPCI, sa partie du Vaucluse, chaque commune. Un sujet présent dans deux EPCI
--   compte dans les deux et une fois dans le département. Que les données aient été reçues ou non.
-- unite : selon l'indicateur
-- grain : indicateur, maille et code
-- source : Tous les exports ; convention, annexe 2
with comptes as (
    select
        indicateur,
        maille,
        code,
        count(sujet) filter (where poids > 0)::double as valeur,
        round(sum(poids), 2)::double as somme
    from sommes_lieux
    group by indicateur, maille, code
)

select * exclude (somme) from comptes
union all
select
    if(comptes.indicateur = 'beneficiaires', 'heures_realisees', 'taux_sorties_positives')
        as indicateur,
    comptes.maille,
    comptes.code,
    if(
        comptes.indicateur = 'beneficiaires',
        comptes.somme,
        round(100 * coalesce(positives.valeur, 0) / comptes.valeur, 1)
    ) as valeur
from comptes
left join comptes as positives
    on
        positives.indicateur = 'sorties_positives'
        and comptes.maille = positives.maille
        and comptes.code = positives.code
where comptes.indicateur in ('beneficiaires', 'sorties_connues')
