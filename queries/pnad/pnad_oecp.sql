-- titre : Série nationale de l'OECP
-- definition : Ce que l'Observatoire économique de la commande publique a publié : la part, en
--   nombre, des contrats d'au moins 90 000 € HT qui ont une clause sociale. Deux ruptures en 2024 :
--   le seuil descend à 40 000 € et la clause devient considération sociale ; les deux séries ne se
--   prolongent pas. Les collectivités sont la comparaison juste pour les acheteurs locaux. Ce qui
--   est « a_verifier » est un propos rapporté, pas une publication.
-- unite : %
-- grain : année et périmètre
-- source : OECP, d'après la presse spécialisée
-- portee : publique
select
    annee::integer as annee,
    perimetre,
    serie,
    part_pct::double as part_pct,
    nb_contrats,
    est_rupture,
    statut,
    note,
    source
from ref_oecp
order by annee, perimetre
