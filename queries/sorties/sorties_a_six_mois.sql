-- titre : Sorties positives à six mois
-- definition : Parmi les personnes dont l'échéance (six mois après le début de leur premier contrat
--   clausé) tombe dans la période, celles dont la situation est positive, selon trois définitions :
--   la liste de la convention, la pratique de la CoVe et les sorties dynamiques de l'insertion par
--   l'activité économique. Le taux porte sur les situations connues ; ses bornes disent ce qu'il
--   serait si aucune ou toutes les situations inconnues étaient positives. Les personnes encore en
--   contrat clausé (hors champ) et les échéances postérieures à la date des données (pas encore
--   mûres) sont comptées à part, hors du taux.
-- unite : personnes et %
-- grain : référentiel
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ; Méthode,
--   règles 1 à 5
-- libelles : referentiel = Référentiel
with referentiels as (
    select distinct referentiel from classements
)

select
    referentiels.referentiel,
    coalesce(bilans_sorties.positives, 0) as positives,
    coalesce(bilans_sorties.connues, 0) as connues,
    coalesce(bilans_sorties.inconnues, 0) as inconnues,
    coalesce(bilans_sorties.hors_champ, 0) as hors_champ,
    coalesce(bilans_sorties.non_mures, 0) as non_mures,
    bilans_sorties.taux_pct,
    bilans_sorties.borne_basse_pct,
    bilans_sorties.borne_haute_pct,
    bilans_sorties.taux_reponse_pct,
    coalesce(bilans_sorties.personnes, 0) as personnes,
    coalesce(bilans_sorties.departs_incertains, 0) as departs_incertains
from referentiels
left join bilans_sorties
    on
        referentiels.referentiel = bilans_sorties.referentiel
        and bilans_sorties.maille = 'total'
order by array_position(['convention', 'cove', 'iae'], referentiels.referentiel)
