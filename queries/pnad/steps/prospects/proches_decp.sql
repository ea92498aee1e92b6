-- titre : Contrats déclarés et marchés suivis proches
-- definition : Un contrat et un marché du même acheteur (SIREN), notifiés à moins de 180 jours l'un
--   de l'autre, ou de même numéro (avec ou sans le lot) : les seuls qui se comparent.
-- unite : paires
-- grain : contrat et marché (lot)
-- source : DECP, export des marchés
with numerotes as (
    select
        marche_id,
        acheteur,
        unnest(numeros) as numero
    from marches_comparables
)

-- Deux recherches et leur union : jamais toutes les paires d'un même acheteur.
select
    decp_contrats.cle as contrat,
    marches.marche_id
from decp_contrats
inner join marches_comparables as marches
    on
        decp_contrats.acheteur = marches.acheteur
        and abs(decp_contrats.date_notification - marches.date_notification) <= 180
union
select
    decp_contrats.cle as contrat,
    numerotes.marche_id
from decp_contrats
inner join numerotes
    on
        decp_contrats.acheteur = numerotes.acheteur
        and decp_contrats.numero_compact = numerotes.numero
