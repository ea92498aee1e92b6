-- titre : Sorties positives à six mois, par structure
-- definition : Personnes ayant au moins un contrat dans la structure et dont l'échéance tombe dans
--   la période, selon le référentiel choisi. Une personne suivie par deux structures compte dans
--   les deux : la somme peut dépasser le total du département.
-- unite : personnes et %
-- grain : structure
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 1 à 5
select
    bilans_sorties.groupe as structure,
    bilans_sorties.positives,
    bilans_sorties.connues,
    bilans_sorties.inconnues,
    bilans_sorties.hors_champ,
    bilans_sorties.non_mures,
    bilans_sorties.taux_pct,
    bilans_sorties.borne_basse_pct,
    bilans_sorties.borne_haute_pct,
    bilans_sorties.taux_reponse_pct,
    bilans_sorties.personnes
from bilans_sorties
inner join filtre using (referentiel)
where bilans_sorties.maille = 'structure'
order by structure
