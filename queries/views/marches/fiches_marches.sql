-- titre : Ce que l'export dit d'un marché
-- definition : Opération, objet, procédure, secteur, montant, dates et tout ce qui est écrit de
--   chaque lot, tels que le dernier export reçu les donne.
-- unite : sans
-- grain : marché (lot)
-- source : Export des marchés
select
    marches_tous.marche_id,
    marches.intitule_operation as operation,
    marches.intitule_lot as objet,
    marches.* exclude (
        marches.structure, marches.numero_marche, marches.numero_lot, marches.intitule_operation,
        marches.intitule_lot, marches.facilitateur, marches.import_id, marches.ligne
    )
from marches
inner join marches_tous
    on
        marches.structure = marches_tous.structure
        and coalesce(marches.numero_marche, '') = marches_tous.numero_marche
        and coalesce(marches.numero_lot, '') = marches_tous.numero_lot
qualify row_number() over (
    partition by marches_tous.marche_id
    order by marches.import_id desc, marches.ligne desc
) = 1
