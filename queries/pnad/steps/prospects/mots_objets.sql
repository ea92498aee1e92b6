-- titre : Mots d'un objet de contrat
-- definition : Les mots d'un objet, sans accents ni casse, d'au moins trois lettres, chacun une
--   fois. Les mots que presque tous les objets contiennent (marché, lot, travaux…) n'en sont pas.
-- unite : sans
-- grain : objet écrit
-- source : DECP, export des marchés
with textes as (
    select objet as texte from decp_versions
    union
    select concat_ws(' ', operation, objet) as texte from fiches_marches
)

select
    texte,
    list_filter(
        list_distinct(string_split_regex(lower(strip_accents(texte)), '[^a-z0-9]+')),
        lambda mot: len(mot) >= 3 and not list_contains([
            'les', 'des', 'une', 'aux', 'sur', 'pour', 'par', 'dans', 'avec', 'lot', 'lots',
            'marche', 'marches', 'travaux', 'commune', 'ville'
        ], mot)
    ) as mots
from textes
where texte is not null
