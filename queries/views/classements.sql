-- titre : Référentiels des sorties
-- definition : Ce que chaque situation vaut pour chacun des trois référentiels : la liste de la
--   convention, la pratique de la CoVe et les sorties dynamiques de l'insertion par l'activité
--   économique (durables, de transition et positives). Pour la convention, les formations ne sont
--   pas positives, sauf choix contraire.
-- unite : sans
-- grain : référentiel et situation
-- source : Convention, annexe 2 ; règles du projet 1 et 2
with depliees as (
    unpivot ref_situation
    on convention, cove, iae
    into name referentiel value issue_ecrite
)

select
    depliees.referentiel,
    depliees.code as situation,
    depliees.libelle,
    depliees.type_sortie,
    depliees.classe_iae,
    depliees.ordre,
    if(
        filtre.est_formation_positive
        and depliees.referentiel = 'convention'
        and depliees.type_sortie = 'Formation',
        'positive',
        depliees.issue_ecrite
    ) as issue
from depliees
cross join filtre
