-- titre : Chiffres comparés entre territoires
-- definition : Les chiffres clés et le taux de sorties positives : leur unité, s'ils se rapportent
--   aux habitants, et si les EPCI s'additionnent. Les heures s'additionnent toujours. Un marché est
--   dans un seul EPCI, sauf lu par la résidence des personnes qu'il emploie. Une personne, une
--   entreprise ou un donneur d'ordre peut être dans deux EPCI. Un taux ne s'additionne pas.
-- unite : sans
-- grain : indicateur
-- source : Convention, annexe 2 ; règle d'affichage du projet
with lignes (ordre, indicateur, porte_par, libelle, unite, raison) as (
    values
    (1, 'heures_realisees', 'heures_realisees', 'Heures d''insertion réalisées', 'heures', null),
    (
        2, 'beneficiaires', 'beneficiaires', 'Bénéficiaires', 'personnes',
        'une personne peut compter dans deux EPCI'
    ),
    (
        3, 'entreprises', 'entreprises', 'Entreprises attributaires', 'entreprises',
        'une entreprise peut avoir des marchés dans deux EPCI'
    ),
    (
        4, 'marches_en_cours', 'marches_en_cours', 'Marchés clausés en cours', 'marchés',
        'un marché peut employer des habitants de deux EPCI'
    ),
    (
        5,
        'donneurs_ordre_accompagnes',
        'donneurs_ordre_accompagnes',
        'Donneurs d''ordre accompagnés',
        'donneurs d''ordre',
        'un donneur d''ordre peut avoir des marchés dans deux EPCI'
    ),
    (
        6, 'sorties_positives', 'sorties_positives', 'Sorties positives à six mois', 'personnes',
        'une personne peut compter dans deux EPCI'
    ),
    (
        7, 'taux_sorties_positives', 'sorties_positives', 'Taux de sorties positives', '%',
        'un taux ne s''additionne pas'
    )
)

select
    lignes.ordre,
    lignes.indicateur,
    lignes.porte_par,
    lignes.libelle,
    lignes.unite,
    lignes.unite != '%' as est_par_habitant,
    lignes.indicateur = 'heures_realisees'
    or (lignes.indicateur = 'marches_en_cours' and filtre.axe != 'residence') as est_additif,
    if(est_additif, null, lignes.raison) as raison
from lignes
cross join filtre
