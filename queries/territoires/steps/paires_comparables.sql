-- titre : Territoires comparables deux à deux
-- definition : Un EPCI se compare à ceux de son type (agglomérations entre elles, communautés de
--   communes entre elles), lui compris ; à tous les EPCI s'ils sont moins de trois de son type ou
--   si la plupart de ses habitants sont hors du Vaucluse. Une commune se compare à celles de son
--   EPCI.
-- unite : sans
-- grain : maille, code et territoire comparable
-- source : Listes des EPCI et des communes ; Méthode, règle 24
with effectifs as (
    select
        maille,
        groupe,
        count(*) as nombre
    from lieux_comparables
    where groupe is not null
    group by maille, groupe
)

select
    lieux_comparables.maille,
    lieux_comparables.code,
    semblables.code as comparable,
    semblables.nom as nom_comparable
from lieux_comparables
left join effectifs using (maille, groupe)
inner join lieux_comparables as semblables
    on
        lieux_comparables.maille = semblables.maille
        and (
            lieux_comparables.groupe = semblables.groupe
            or (
                lieux_comparables.maille = 'epci'
                and not coalesce(effectifs.nombre >= 3, false)
            )
        )
