-- titre : Objectifs de la période et du territoire choisis
-- definition : Objectifs décidés pour les années de la période, dans la structure et le territoire
--   choisis. Une ligne sans valeur est un objectif non fixé : elle ne compte pas, et ne vaut pas
--   zéro. Un objectif de tout le département ne se compare qu'à tout le département ; aucun n'est
--   décidé pour une commune ni un quartier.
-- unite : selon l'indicateur
-- grain : année, structure, EPCI et indicateur
-- source : Objectifs décidés par le comité de pilotage
select
    objectifs_decides.annee::integer as annee,
    objectifs_decides.structure,
    objectifs_decides.epci,
    objectifs_decides.indicateur,
    max(objectifs_decides.valeur) as objectif,
    max(objectifs_decides.source_decision) as source_decision
from objectifs_decides
cross join filtre
where
    objectifs_decides.valeur is not null
    and objectifs_decides.annee between year(filtre.debut) and year(filtre.fin)
    and coalesce(objectifs_decides.structure = filtre.structure, filtre.structure is null)
    and coalesce(objectifs_decides.epci = filtre.epci, filtre.epci is null)
    and coalesce(filtre.commune, filtre.qpv) is null
    and (
        filtre.bassin is null
        or objectifs_decides.epci in (select lieux_choisis.epci from lieux_choisis)
    )
group by
    objectifs_decides.annee, objectifs_decides.structure, objectifs_decides.epci,
    objectifs_decides.indicateur
