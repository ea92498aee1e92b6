-- titre : Objectifs décidés
-- definition : Les objectifs reçus par fichier et ceux saisis sur la page ; pour une même année,
--   structure, EPCI et indicateur, la dernière saisie l'emporte sur le fichier. Une saisie sans
--   valeur rend l'objectif non fixé.
-- unite : selon l'indicateur
-- grain : année, structure, EPCI et indicateur
-- source : Objectifs décidés par le comité de pilotage, reçus ou saisis
with saisis as (
    select
        annee,
        nullif(structure, '') as structure,
        nullif(epci, '') as epci,
        indicateur,
        valeur,
        source_decision
    from objectifs_saisis
    qualify row_number() over (
        partition by annee, structure, epci, indicateur order by rang desc
    ) = 1
)

select * from saisis
union all by name
select
    objectifs.annee,
    objectifs.structure,
    objectifs.epci,
    objectifs.indicateur,
    objectifs.valeur,
    objectifs.source_decision
from objectifs
where not exists (
    select 1
    from saisis
    where
        saisis.annee = objectifs.annee
        and saisis.structure is not distinct from objectifs.structure
        and saisis.epci is not distinct from objectifs.epci
        and saisis.indicateur = objectifs.indicateur
)
