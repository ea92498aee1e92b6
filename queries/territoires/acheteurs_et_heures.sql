-- titre : Acheteurs et heures de leurs marchés
-- definition : Pour chaque acheteur qui a un marché en cours dans la période : ses marchés, leurs
--   heures prévues, réalisées du début de chaque marché à la fin de la période, et restantes. Un
--   marché qui a fait plus que prévu, ou qui ne dit pas ses heures prévues, ne retire ni n'ajoute
--   rien aux restantes.
-- unite : heures
-- grain : acheteur
-- source : Exports des marchés et heures, extraction à plat
with en_cours as (
    select
        *,
        greatest(base_prevue - heures_realisees, 0) as heures_restantes
    from bilans_marches
    where est_en_cours
)

select
    donneur_ordre,
    min(acheteur) as nom,
    count(*) as marches,
    count(*) filter (where base_prevue is null) as marches_sans_prevision,
    round(sum(base_prevue), 2)::double as heures_prevues,
    round(sum(heures_realisees), 2)::double as heures_realisees,
    round(sum(heures_restantes), 2)::double as heures_restantes
from en_cours
group by donneur_ordre
order by heures_prevues desc nulls last, nom asc, donneur_ordre asc
