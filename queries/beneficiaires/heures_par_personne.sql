-- titre : Heures par personne
-- definition : Heures réalisées dans la période par chaque bénéficiaire. La moitié des personnes a
--   fait moins d'heures que la médiane ; quelques parcours longs tirent la moyenne vers le haut.
-- unite : heures
-- grain : une ligne
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
-- libelles : decile_9 = Un dixième au-dessus de ; maximum = Maximum ; moyenne = Moyenne ;
--   quartile_1 = Un quart en dessous de ; quartile_3 = Un quart au-dessus de
select
    count(*) as beneficiaires,
    round(avg(heures_realisees), 1)::double as moyenne,
    round(median(heures_realisees), 1)::double as mediane,
    round(quantile_cont(heures_realisees, 0.25), 1)::double as quartile_1,
    round(quantile_cont(heures_realisees, 0.75), 1)::double as quartile_3,
    round(quantile_cont(heures_realisees, 0.9), 1)::double as decile_9,
    round(max(heures_realisees), 1)::double as maximum
from beneficiaires
