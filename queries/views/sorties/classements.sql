-- titre : Référentiels des sorties
-- definition : Ce que chaque situation vaut pour chacun des trois référentiels : la liste de la
--   convention, la pratique de la CoVe et les sorties dynamiques de l'insertion par l'activité
--   économique (durables, de transition et positives). Une règle datée (un avenant) vaut pour les
--   échéances tombées entre ses dates ; la plus récente l'emporte. Pour la convention, les
--   formations ne sont pas positives, sauf avenant ou choix contraire.
-- unite : sans
-- grain : référentiel, situation et dates où la règle vaut
-- source : Convention, annexe 2 ; Méthode, règles 1 et 2
with depliees as (
    unpivot regles_situations
    on convention, cove, iae
    into name referentiel value issue_ecrite
)

select
    depliees.referentiel,
    depliees.debut,
    depliees.fin,
    depliees.libelle,
    depliees.ordre,
    depliees.classe_iae,
    depliees.type_sortie,
    depliees.code as situation,
    if(
        filtre.est_formation_positive
        and depliees.referentiel = 'convention'
        and depliees.type_sortie = 'Formation',
        'positive',
        depliees.issue_ecrite
    ) as issue
from depliees
cross join filtre
