-- titre : Les EPCI, comparés
-- definition : Chaque chiffre clé dans chacun des 14 EPCI, en nombre et pour 1 000 habitants, avec
--   son rang (à égalité, le même), l'écart au département et à la médiane des EPCI comparables :
--   ceux de son type, lui compris ; tous, pour la métropole, dont le Vaucluse n'a que Pertuis. D'un
--   EPCI à cheval, le nombre compte toutes ses communes (« dont hors 84 » dit ce que les autres
--   départements ajoutent), mais les valeurs par habitant ne portent que sur le Vaucluse. Le
--   territoire choisi n'y change rien. Lu par territoire de structure, un EPCI n'a pas de chiffre
--   propre.
-- unite : selon la ligne
-- grain : EPCI et indicateur
-- source : Tous les exports ; listes des EPCI et des communes ; convention, annexe 2
-- portee : structure
select
    code as epci,
    nom,
    indicateur,
    libelle,
    unite,
    valeur,
    dont_hors_84,
    round(pour_1000_habitants, 2) as pour_1000_habitants,
    rang,
    rang_pour_1000,
    nombre_classes,
    departement,
    round(departement_pour_1000, 2) as departement_pour_1000,
    ecart_departement,
    mediane,
    mediane_pour_1000,
    ecart_mediane,
    comparables,
    population,
    part_hors_84_pct,
    est_a_cheval
from comparaisons_lieux
where maille = 'epci'
order by ordre, nom, epci
