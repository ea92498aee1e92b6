-- titre : Ce que l'export dit d'un marché
-- definition : Opération, objet, procédure, secteur, montant et dates de chaque lot, tels que le
--   dernier export reçu les donne.
-- unite : sans
-- grain : marché (lot)
-- source : Export des marchés
select
    marches_tous.marche_id,
    marches.numero_operation,
    marches.intitule_operation as operation,
    marches.intitule_lot as objet,
    marches.procedure_clause,
    marches.secteur_activite,
    marches.montant_ht_eur,
    marches.commune_travaux,
    marches.date_demarrage
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
