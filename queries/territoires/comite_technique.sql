-- titre : Comité technique du trimestre
-- definition : Ce qui a été réalisé dans le trimestre, ce qui est prévu ensuite et les points à
--   voir, dans le territoire choisi. Le trimestre est celui qui est choisi, sinon le dernier fini
--   de la période à la date des données. Les heures restantes sont celles des marchés ouverts ; un
--   marché qui a fait plus que prévu n'en retire pas aux autres. Sans données : inconnu, pas 0.
-- unite : selon la ligne
-- grain : indicateur
-- source : Tous les exports ; convention, article 6
-- trimestre : seul
with lignes (partie, indicateur, porte_par, libelle, unite) as (
    values
    ('realise', 'heures_realisees', 'heures_realisees', 'Heures réalisées', 'heures'),
    ('realise', 'beneficiaires', 'beneficiaires', 'Bénéficiaires', 'personnes'),
    ('realise', 'marches_notifies', 'marches_en_cours', 'Marchés notifiés', 'marchés'),
    ('realise', 'marches_termines', 'marches_en_cours', 'Marchés terminés', 'marchés'),
    ('prevu', 'marches_ouverts', 'marches_en_cours', 'Marchés ouverts', 'marchés'),
    ('prevu', 'heures_restantes', 'marches_en_cours', 'Heures restant à réaliser', 'heures'),
    ('prevu', 'marches_a_venir', 'marches_en_cours', 'Marchés en prévision', 'marchés'),
    ('prevu', 'heures_a_venir', 'marches_en_cours', 'Heures des marchés en prévision', 'heures'),
    (
        'prevu', 'six_mois_a_venir', 'sorties_positives',
        'Six mois à atteindre au trimestre suivant', 'personnes'
    ),
    (
        'a_voir', 'marches_en_retard', 'heures_realisees', 'Marchés derrière leur calendrier',
        'marchés'
    ),
    ('a_voir', 'retards_surs', 'heures_realisees', 'Dont retard sûr', 'marchés'),
    (
        'a_voir', 'marches_se_terminant', 'marches_en_cours', 'Marchés finissant sous six mois',
        'marchés'
    ),
    (
        'a_voir', 'six_mois_sans_situation', 'sorties_positives',
        'Six mois atteints sans situation connue', 'personnes'
    )
)

select
    lignes.partie,
    lignes.indicateur,
    lignes.libelle,
    lignes.unite,
    if(indicateurs_connus.est_connu, round(coalesce(mesures_trimestre.valeur, 0), 2), null)
        as valeur,
    year(filtre.debut) || '-T' || quarter(filtre.debut) as trimestre,
    filtre.debut,
    filtre.fin
from lignes
cross join filtre
inner join indicateurs_connus on lignes.porte_par = indicateurs_connus.indicateur
left join mesures_trimestre on lignes.indicateur = mesures_trimestre.indicateur
order by
    array_position(['realise', 'prevu', 'a_voir'], lignes.partie),
    array_position([
        'heures_realisees', 'beneficiaires', 'marches_notifies', 'marches_termines',
        'marches_ouverts', 'heures_restantes', 'marches_a_venir', 'heures_a_venir',
        'six_mois_a_venir', 'marches_en_retard', 'retards_surs', 'marches_se_terminant'
    ], lignes.indicateur) asc nulls last
