-- titre : Sorties positives à six mois, par année
-- definition : Une année réunit les personnes dont l'échéance (six mois après le début du premier
--   contrat clausé) y tombe. Le taux porte sur les situations connues, selon le référentiel choisi.
-- unite : personnes et %
-- grain : année de l'échéance
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 1 à 5
select
    bilans_sorties.groupe::integer as annee,
    bilans_sorties.positives,
    bilans_sorties.connues,
    bilans_sorties.inconnues,
    bilans_sorties.hors_champ,
    bilans_sorties.non_mures,
    bilans_sorties.taux_pct,
    bilans_sorties.borne_basse_pct,
    bilans_sorties.borne_haute_pct,
    bilans_sorties.taux_reponse_pct,
    bilans_sorties.personnes,
    bilans_sorties.departs_incertains
from bilans_sorties
inner join filtre using (referentiel)
where bilans_sorties.maille = 'annee'
order by annee
