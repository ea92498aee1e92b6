-- titre : Contrats sans heures
-- definition : Personnes qui ont un contrat clausé dans la période mais aucune heure au-dessus de
--   zéro : elles ne comptent pas parmi les bénéficiaires. Leurs heures sont peut-être à saisir.
-- unite : personnes
-- grain : une ligne
-- source : Exports des participants, contrats et heures, extraction à plat
select
    count(distinct contrats_perimetre.personne) as personnes,
    count(*) as contrats
from contrats_perimetre
cross join filtre
anti join beneficiaires using (personne)
where
    contrats_perimetre.date_debut <= filtre.fin
    and coalesce(contrats_perimetre.date_fin >= filtre.debut, true)
