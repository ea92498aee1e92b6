-- titre : Noms des donneurs d'ordre
-- definition : Chaque façon d'écrire un donneur d'ordre, et son nom comparable : sans accents,
--   casse, traits d'union ni apostrophes, œ lu oe. La liste de référence des acheteurs y ajoute
--   les noms connus de chaque SIREN.
-- unite : sans
-- grain : SIREN et nom tels qu'écrits
-- source : Exports des marchés et actions, extraction à plat, liste des acheteurs ;
--   Méthode, règles 10 et 11
with ecrits as (
    select
        siret_maitre_ouvrage,
        maitre_ouvrage,
        type_maitre_ouvrage
    from marches
    union all by name
    select
        maitre_ouvrage,
        type_maitre_ouvrage
    from actions
    union all by name
    select maitre_ouvrage from extraction
),

reunis as (
    select
        left(siret_maitre_ouvrage, 9) as siren,
        maitre_ouvrage,
        min(type_maitre_ouvrage) as type_maitre_ouvrage,
        false as est_reference
    from ecrits
    group by all
    union all by name
    select
        siren,
        unnest(string_split(concat_ws('|', nom, alias), '|')) as maitre_ouvrage,
        true as est_reference
    from ref_acheteur
)

select
    *,
    nullif(
        regexp_replace(
            strip_accents(replace(replace(lower(maitre_ouvrage), 'œ', 'oe'), 'æ', 'ae')),
            '[^a-z0-9]+',
            '',
            'g'
        ),
        ''
    ) as nom_normalise
from reunis
