-- titre : Entreprises derrière les noms
-- definition : Une entreprise est un numéro SIREN. Les exports n'écrivent parfois que son nom : il
--   rejoint le SIREN qui le porte ailleurs dans les exports (sans accents, casse ni tirets), s'il
--   est le seul ; sinon le nom compte pour une entreprise, sans SIREN.
-- unite : sans
-- grain : nom tel qu'écrit
-- source : Exports des engagements, contrats et heures, extraction à plat
with ecrits as (
    select
        entreprise as nom,
        left(siret, 9) as siren
    from engagements
    union
    select
        employeur as nom,
        left(siret_employeur, 9) as siren
    from contrats
    union
    select
        entreprise as nom,
        left(siret, 9) as siren
    from extraction
    union by name
    select entreprise_utilisatrice as nom from contrats
    union by name
    select unnest([employeur, entreprise]) as nom from heures
),

normalises as (
    select
        *,
        nullif(
            regexp_replace(
                strip_accents(replace(replace(lower(nom), 'œ', 'oe'), 'æ', 'ae')),
                '[^a-z0-9]+',
                '',
                'g'
            ),
            ''
        ) as nom_normalise
    from ecrits
    where nom is not null
),

rattaches as (
    select
        nom,
        if(
            count(distinct siren) over (partition by nom_normalise) = 1,
            min(siren) over (partition by nom_normalise),
            'nom|' || nom_normalise
        ) as entreprise
    from normalises
)

select distinct
    nom,
    entreprise
from rattaches
where entreprise is not null
