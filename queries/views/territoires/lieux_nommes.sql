-- titre : Lieux nommés par les actions
-- definition : Les noms d'EPCI (avec leurs sigles) et de communes du Vaucluse, comparés sans
--   accents ni casse, leur code et leur EPCI.
-- unite : sans
-- grain : nom de lieu
-- source : Listes des EPCI et des communes
with noms as (
    select
        siren as code,
        siren as epci,
        unnest(string_split(concat_ws('|', nom, nom_court, alias), '|')) as nom
    from ref_epci
    union
    select
        code_insee as code,
        epci,
        nom
    from ref_commune
    where est_dans_84
)

select
    lower(strip_accents(nom)) as lieu,
    min(code) as code,
    min(epci) as epci
from noms
group by lower(strip_accents(nom))
