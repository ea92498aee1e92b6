-- titre : Six mois atteints et à atteindre
-- definition : Personnes de la structure et du territoire choisis qui ont atteint leurs six mois
--   dans la période sans situation connue, et celles qui les atteindront dans les trois mois
--   suivants.
-- unite : personnes
-- grain : une ligne
-- source : Exports des contrats et situations ; convention, annexe 2
with prochaines as (
    select count(*) as six_mois_a_venir
    from echeances
    cross join filtre
    where
        echeances.echeance > filtre.fin
        and echeances.echeance <= last_day(filtre.fin + interval 3 month)
        and echeances.personne in (select contrats_perimetre.personne from contrats_perimetre)
)

select
    prochaines.six_mois_a_venir,
    (select count(*) from six_mois_sans_situation) as six_mois_sans_situation
from prochaines
