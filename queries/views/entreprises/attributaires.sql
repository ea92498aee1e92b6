-- titre : Entreprises attributaires
-- definition : Entreprises titulaires, mandataires ou cotraitantes d'un marché en cours dans la
--   période, comptées par numéro SIREN ; les sous-traitants sont à part.
-- unite : entreprises
-- grain : marché, SIREN et nom écrit
-- source : Export des engagements ; convention, annexe 2 ; Méthode, règle 7
select distinct
    marche_id,
    siren,
    entreprise
from engagements_marches
where est_attributaire
