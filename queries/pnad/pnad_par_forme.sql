-- titre : Part des contrats avec une considération sociale, par forme de contrat
-- definition : Marché, accord-cadre, marché subséquent (il nomme son accord-cadre) ou concession.
--   Un accord-cadre et chacun de ses marchés subséquents sont des contrats déclarés : tous
--   comptent, sauf demande contraire.
-- unite : contrats et %
-- grain : forme de contrat
-- source : DECP ; arrêtés du 22 décembre 2022
-- codes : forme
-- portee : publique
with parts as (
    select
        groupe as forme,
        * exclude (maille, groupe)
    from parts_pnad
    where maille = 'forme'
),

formes (forme, libelle, ordre) as (
    values
    ('marche', 'Marché', 1),
    ('accord_cadre', 'Accord-cadre', 2),
    ('subsequent', 'Marché subséquent', 3),
    ('concession', 'Concession', 4)
)

select
    parts.*,
    formes.libelle
from parts
inner join formes using (forme)
order by formes.ordre
