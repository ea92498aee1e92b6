-- titre : Heures d'insertion par donneur d'ordre
-- definition : Heures réalisées dans la période sur les marchés de chaque donneur d'ordre (un
--   numéro SIREN, sinon un nom). Les heures dont le marché ou l'acheteur est inconnu sont à part.
-- unite : heures
-- grain : donneur d'ordre, plus « inconnu »
-- source : Exports des marchés et heures, extraction à plat ; Méthode, règle 11
with noms as (
    select
        donneur_ordre,
        min(nom) as nom,
        min(type_maitre_ouvrage) as type_maitre_ouvrage
    from donneurs_ordre
    where donneur_ordre is not null
    group by donneur_ordre
)

select
    coalesce(heures_filtrees.donneur_ordre, 'inconnu') as donneur_ordre,
    coalesce(noms.nom, 'Donneur d''ordre inconnu') as nom,
    noms.type_maitre_ouvrage,
    round(sum(heures_filtrees.heures_realisees), 2)::double as heures_realisees,
    round(
        100 * sum(heures_filtrees.heures_realisees)
        / sum(sum(heures_filtrees.heures_realisees)) over (),
        1
    )::double as part_pct,
    count(distinct heures_filtrees.marche_id) as marches
from heures_filtrees
left join noms using (donneur_ordre)
group by heures_filtrees.donneur_ordre, noms.nom, noms.type_maitre_ouvrage
order by
    heures_filtrees.donneur_ordre is null asc,
    heures_realisees desc,
    donneur_ordre asc
