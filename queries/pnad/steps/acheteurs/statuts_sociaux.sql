-- titre : Ce qu'une case « considérations sociales » déclare
-- definition : La case est lue mot à mot, sans crochets, guillemets, accents, casse ni sentinelles
--   (INX, MQ, CDL). Avec : une clause, un critère ou une réserve est déclaré. Sans : il n'est
--   écrit que « Pas de considération sociale » ou « Sans objet ». Contradictoire : les deux à la
--   fois. Sinon non renseigné : une case vide n'est pas un non.
-- unite : sans
-- grain : texte publié
-- source : DECP ; arrêtés du 22 décembre 2022
with jetons as (
    select distinct
        considerations_sociales,
        list_transform(
            string_split_regex(
                regexp_replace(
                    lower(strip_accents(considerations_sociales)), '[\[\]''"]', '', 'g'
                ),
                '[,;|]'
            ),
            lambda mot: trim(regexp_replace(
                trim(regexp_replace(mot, '\s+', ' ', 'g')), '^(inx|mq|cdl)\b', ''
            ))
        ) as mots
    from decp
    where considerations_sociales is not null
),

lus as (
    select
        considerations_sociales,
        list_contains(mots, 'clause sociale') as a_clause_sociale,
        list_contains(mots, 'critere social') as a_critere,
        list_has_any(
            mots,
            ['marche reserve', 'marches reserves', 'concession reservee', 'concession reserve']
        ) as a_reserve,
        list_has_any(mots, ['pas de consideration sociale', 'sans objet']) as a_sans
    from jetons
)

select
    *,
    nullif(
        concat_ws(
            ' + ',
            if(a_clause_sociale, 'Clause sociale', null),
            if(a_critere, 'Critère social', null),
            if(a_reserve, 'Contrat réservé', null),
            if(a_sans, 'Pas de considération sociale', null)
        ),
        ''
    ) as declaration,
    case
        when a_clause_sociale or a_critere or a_reserve
            then if(a_sans, 'contradictoire', 'avec')
        when a_sans then 'sans'
        else 'non_renseigne'
    end as statut_social
from lus
