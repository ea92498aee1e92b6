-- titre : Portrait du territoire
-- definition : Les chiffres clés du territoire choisi et le taux de sorties positives ; pour un
--   EPCI ou une commune, la valeur pour 1 000 habitants, le rang (à égalité, le même), l'écart au
--   département et à la médiane des territoires comparables. Un quartier, un bassin ou une
--   structure n'a ni rang ni médiane. Un chiffre dont les données n'ont pas été reçues est inconnu,
--   ce qui n'est pas zéro.
-- unite : selon la ligne
-- grain : indicateur
-- source : Tous les exports ; listes des territoires ; convention, annexe 2
-- portee : structure
select
    indicateurs_territoires.indicateur,
    indicateurs_territoires.libelle,
    indicateurs_territoires.unite,
    territoire_choisi.maille,
    territoire_choisi.nom,
    if(territoire_choisi.est_comparable, comparaisons_lieux.valeur, valeurs_choisies.valeur)
        as valeur,
    comparaisons_lieux.dont_hors_84,
    round(
        if(
            territoire_choisi.maille = 'departement',
            reperes_departement.departement_pour_1000,
            comparaisons_lieux.pour_1000_habitants
        ),
        2
    ) as pour_1000_habitants,
    comparaisons_lieux.rang,
    comparaisons_lieux.rang_pour_1000,
    comparaisons_lieux.nombre_classes,
    reperes_departement.departement,
    round(reperes_departement.departement_pour_1000, 2) as departement_pour_1000,
    comparaisons_lieux.ecart_departement,
    comparaisons_lieux.mediane,
    comparaisons_lieux.mediane_pour_1000,
    comparaisons_lieux.ecart_mediane,
    comparaisons_lieux.comparables,
    comparaisons_lieux.population,
    comparaisons_lieux.part_hors_84_pct,
    comparaisons_lieux.est_a_cheval
from indicateurs_territoires
cross join territoire_choisi
inner join valeurs_choisies using (indicateur)
inner join reperes_departement using (indicateur)
left join comparaisons_lieux
    on
        territoire_choisi.est_comparable
        and territoire_choisi.maille = comparaisons_lieux.maille
        and territoire_choisi.code = comparaisons_lieux.code
        and indicateurs_territoires.indicateur = comparaisons_lieux.indicateur
order by indicateurs_territoires.ordre
