-- titre : Tranches de montant
-- definition : Montant hors taxes du marché (du lot). 40 000 € et 90 000 € sont des seuils de la
--   commande publique (dispense de procédure, publicité nationale) ; les suivantes sont rondes, les
--   seuils européens changeant tous les deux ans.
-- unite : €
-- grain : tranche
-- source : Règle d'affichage du projet ; code de la commande publique
with tranches (ordre, tranche_montant, libelle, montant_min_eur, montant_max_eur) as (
    values
    (1, 'moins_40', 'Moins de 40 000 €', 0, 40000),
    (2, '40_90', 'De 40 000 à 90 000 €', 40000, 90000),
    (3, '90_250', 'De 90 000 à 250 000 €', 90000, 250000),
    (4, '250_1000', 'De 250 000 € à 1 million', 250000, 1000000),
    (5, '1000_5000', 'De 1 à 5 millions', 1000000, 5000000),
    (6, '5000_plus', '5 millions et plus', 5000000, 1000000000000)
)

select * from tranches
