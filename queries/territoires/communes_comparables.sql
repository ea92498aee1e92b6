-- titre : Les communes, comparées
-- definition : Chaque chiffre clé dans chacune des communes du Vaucluse et des EPCI à cheval, en
--   nombre et pour 1 000 habitants, avec son rang et l'écart à la médiane des communes de son EPCI.
--   Une commune sans marché ni personne vaut zéro si sa structure a transmis ses données, inconnu
--   sinon. Le territoire choisi n'y change rien. Lu par territoire de structure, une commune n'a
--   pas de chiffre propre.
-- unite : selon la ligne
-- grain : commune et indicateur
-- source : Tous les exports ; liste des communes ; convention, annexe 2
-- portee : structure
select
    code as commune,
    nom,
    epci,
    nom_epci,
    indicateur,
    libelle,
    unite,
    valeur,
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
    population,
    part_hors_84_pct = 0 as est_dans_84
from comparaisons_lieux
where maille = 'commune'
order by ordre, nom, commune
