-- titre : Heures d'insertion réalisées par mois
-- definition : Heures travaillées chaque mois, formation comprise, hors heures rejetées. Les
--   derniers mois avant la date des données sont provisoires : leur saisie n'est pas finie, ils ne
--   se comparent pas. Les heures connues sans mois sont réparties sur la durée du contrat.
-- unite : heures
-- grain : mois reçu de la période
-- source : Export des heures, extraction à plat ; convention, annexe 2 ; Méthode, règle 8
-- libelles : heures_annee_precedente = Heures un an plus tôt
select
    strftime(heures_par_mois_recu.mois, '%Y-%m') as mois,
    round(heures_par_mois_recu.heures_realisees, 2)::double as heures_realisees,
    heures_par_mois_recu.est_provisoire,
    round(heures_par_mois_recu.heures_annee_precedente, 2)::double as heures_annee_precedente,
    heures_par_mois_recu.est_comparable,
    round(heures_par_mois_recu.heures_reparties, 2)::double as heures_reparties,
    round(heures_par_mois_recu.heures_formation, 2)::double as heures_formation
from heures_par_mois_recu
cross join filtre
where heures_par_mois_recu.mois between filtre.debut and filtre.fin
order by heures_par_mois_recu.mois
