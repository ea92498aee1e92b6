-- titre : Contrats que vise l'obligation de clause sociale
-- definition : Contrats d'un montant au moins égal au seuil européen de leur date, notifiés depuis
--   l'entrée en vigueur de l'article 35 de la loi climat et résilience. L'obligation est une
--   condition d'exécution : une clause sociale ou un contrat réservé y répond, un critère seul non.
--   Le seuil se lit ici contrat par contrat, alors que la loi regarde le besoin entier : des lots
--   plus petits peuvent être visés. La date de la consultation, que les données ne donnent pas, et
--   les dérogations motivées de l'acheteur restent à vérifier.
-- unite : contrats
-- grain : contrat
-- source : Loi n° 2021-1104, article 35 ; code de la commande publique, L. 2112-2-1 et L. 3114-2-1
--   ; DECP
select
    *,
    case
        when est_clause then 'avec_clause'
        when statut_social = 'avec' then 'critere_seul'
        else statut_social
    end as situation,
    -- Dérogation lisible dans les données : des travaux de moins de six mois.
    division_cpv = '45' and duree_mois < 6 as est_travaux_courts
from contrats_pnad
where
    est_de_la_periode and est_au_seuil
    -- Entrée en vigueur fixée par le décret n° 2022-767 du 2 mai 2022 ; la loi disait « au plus
    -- tard » cinq ans après sa promulgation.
    and date_notification >= date '2026-08-21'
