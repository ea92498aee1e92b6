-- titre : Postes de la structure et du territoire choisis
-- definition : Postes des exercices de la période, de la structure choisie, et dont une ligne au
--   moins nomme l'EPCI choisi ou un EPCI du bassin choisi. Un poste partagé y est tout entier ;
--   aucun ne se lit à la commune ni au quartier.
-- unite : postes
-- grain : exercice, structure et poste
-- source : Plan de financement
with sirens_choisis as (
    select list(distinct epci) as choisis
    from lieux_choisis
)

select postes_finances.*
from postes_finances
cross join sirens_choisis
cross join filtre
where
    postes_finances.annee between year(filtre.debut) and year(filtre.fin)
    and coalesce(postes_finances.structure = filtre.structure, filtre.structure is null)
    and coalesce(filtre.commune, filtre.qpv) is null
    and (
        filtre.est_partout
        or list_has_any(postes_finances.sirens, sirens_choisis.choisis)
    )
