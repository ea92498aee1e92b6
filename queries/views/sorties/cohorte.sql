-- titre : Personnes dont l'échéance tombe dans la période
-- definition : Personnes ayant au moins un contrat dans la structure et le territoire choisis et
--   dont l'échéance (six mois après le premier contrat) tombe dans la période.
-- unite : personnes
-- grain : personne
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 3 à 5
select echeances.*
from echeances
cross join filtre
where
    echeances.personne in (select contrats_perimetre.personne from contrats_perimetre)
    and (filtre.est_tout or echeances.echeance between filtre.debut and filtre.fin)
