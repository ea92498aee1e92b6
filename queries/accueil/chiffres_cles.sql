-- titre : Chiffres clés
-- definition : Les principaux chiffres de la période, de la structure et du territoire choisis :
--   heures d'insertion réalisées, bénéficiaires, entreprises attributaires, marchés clausés en
--   cours, donneurs d'ordre accompagnés (au moins un marché en cours ou un accompagnement dans la
--   période) et sorties positives à six mois au sens de la convention. Un chiffre dont les données
--   n'ont pas été reçues est inconnu, ce qui n'est pas zéro. Chaque chiffre se compare aux mêmes
--   mois de l'année précédente.
-- unite : selon la ligne
-- grain : indicateur
-- source : Tous les exports ; convention, annexe 2 ; règles du projet 1 à 11
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
    lignes.unite
from lignes
inner join indicateurs_connus using (indicateur)
left join mesures_cles using (indicateur)
order by lignes.ordre
