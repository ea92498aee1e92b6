-- titre : Territoire choisi
-- definition : Le plus précis des territoires choisis : quartier, commune, EPCI, bassin, structure,
--   sinon le département. Il se compare à d'autres s'il est un EPCI ou une commune entiers, et pas
--   lu par territoire de structure.
-- unite : sans
-- grain : une ligne
-- source : Listes des territoires
with precis as (
    select
        *,
        case
            when qpv is not null then 'qpv'
            when commune is not null then 'commune'
            when epci is not null then 'epci'
            when bassin is not null then 'bassin'
            else if(structure is null, 'departement', 'structure')
        end as maille,
        coalesce(qpv, commune, epci, bassin, structure, '84') as code
    from filtre
)

select
    precis.maille,
    precis.code,
    lieux_comparables.code is not null
    and precis.bassin is null
    and precis.axe != 'structure'
    and coalesce(precis.epci = lieux_comparables.epci, true) as est_comparable,
    coalesce(
        ref_qpv.nom,
        ref_commune.nom,
        ref_epci.nom_court,
        ref_bassin.nom,
        noms_territoires.nom,
        'Vaucluse'
    ) as nom
from precis
left join lieux_comparables
    on precis.maille = lieux_comparables.maille and precis.code = lieux_comparables.code
left join ref_qpv on precis.maille = 'qpv' and precis.code = ref_qpv.code
left join ref_commune on precis.maille = 'commune' and precis.code = ref_commune.code_insee
left join ref_epci on precis.maille = 'epci' and precis.code = ref_epci.siren
left join ref_bassin on precis.maille = 'bassin' and precis.code = ref_bassin.code
left join noms_territoires
    on precis.maille = 'structure' and precis.code = noms_territoires.territoire
