-- titre : Six mois atteints sans situation connue
-- definition : Personnes dont l'échéance, six mois après le premier contrat, tombe dans la période
--   et au plus tard à la date des données (le jour même compte), qui ne sont plus en contrat clausé
--   et dont aucune situation n'est connue : non renseignée, ou personne injoignable.
-- unite : personnes
-- grain : personne
-- source : Exports des contrats et situations ; convention, annexe 2 ; Méthode, règles 3 à 5
select
    personne,
    echeance,
    situation
from cohorte
where est_mure and situation in ('non_renseigne', 'injoignable')
