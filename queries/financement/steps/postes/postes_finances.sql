-- titre : Postes du plan de financement
-- definition : Un poste d'une structure, pour un exercice, avec son coût et ses équivalents temps
--   plein. Son territoire est l'EPCI que nomment ses lignes, quel que soit le financeur : un seul,
--   le poste lui est dédié ; plusieurs, le poste est partagé ; aucun, il est sans territoire nommé.
-- unite : € et ETP
-- grain : exercice, structure et poste
-- source : Plan de financement ; convention, article 4
with postes as (
    select
        financements.annee::integer as annee,
        financements.structure,
        financements.poste,
        max(financements.cout_poste_eur)::decimal(14, 2) as cout_eur,
        max(financements.etp) as etp,
        coalesce(
            list(distinct financements.epci order by financements.epci)
            filter (where financements.epci is not null),
            []
        ) as sirens,
        coalesce(
            list(distinct ref_epci.nom_court order by ref_epci.nom_court)
            filter (where ref_epci.nom_court is not null),
            []
        ) as noms
    from financements
    left join ref_epci on financements.epci = ref_epci.siren
    group by financements.annee, financements.structure, financements.poste
)

select
    annee,
    structure,
    poste,
    cout_eur,
    etp,
    sirens,
    len(sirens) = 1 as est_dedie,
    len(sirens) > 1 as est_partage,
    if(sirens = [], 'sans_territoire', array_to_string(sirens, '|')) as epci,
    case len(sirens)
        when 0 then 'Poste sans territoire nommé'
        when 1 then coalesce(noms[1], sirens[1])
        else 'Poste partagé entre ' || array_to_string(noms[:-2], ', ') || ' et ' || noms[-1]
    end as nom_epci
from postes
