-- titre : Chiffres clés
-- definition : Les principaux chiffres de la période, de la structure et du territoire choisis :
--   heures d'insertion réalisées, bénéficiaires, entreprises attributaires, marchés clausés en
--   cours, donneurs d'ordre accompagnés (au moins un marché en cours ou un accompagnement dans la
--   période) et sorties positives à six mois au sens de la convention. Un chiffre dont les données
--   n'ont pas été reçues est inconnu, ce qui n'est pas zéro. Chaque chiffre se compare aux mêmes
--   mois de l'année précédente, pour les seuls mois dont la saisie est finie.
-- unite : selon la ligne
-- grain : indicateur
-- source : Tous les exports ; convention, annexe 2 ; Méthode, règles 1 à 11
-- comparaison : indicateur
with lignes (ordre, indicateur, unite) as (
    values
    (1, 'heures_realisees', 'heures'),
    (2, 'beneficiaires', 'personnes'),
    (3, 'entreprises', 'entreprises'),
    (4, 'marches_en_cours', 'marchés'),
    (5, 'donneurs_ordre_accompagnes', 'donneurs d''ordre'),
    (6, 'sorties_positives', 'personnes')
)

select
    lignes.indicateur,
    if(indicateurs_connus.est_connu, coalesce(mesures_cles.valeur, 0), null) as valeur,
    if(
        indicateurs_connus.est_connu and lignes.indicateur = 'sorties_positives',
        sorties_inconnues.personnes,
        null
    )::bigint as inconnus,
    lignes.unite
from lignes
inner join indicateurs_connus using (indicateur)
left join mesures_cles using (indicateur)
cross join sorties_inconnues
order by lignes.ordre
