-- titre : Bénéficiaires selon leurs heures
-- definition : Combien de personnes ont fait moins de 35 heures, de 35 à 150 heures, et ainsi de
--   suite, dans la période.
-- unite : personnes
-- grain : classe d'heures
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
-- codes : classe
with classes (ordre, classe, libelle, heures_min, heures_max) as (
    values
    (1, 'moins_35', 'Moins de 35 h', 0, 35),
    (2, '35_150', 'De 35 à 150 h', 35, 150),
    (3, '150_300', 'De 150 à 300 h', 150, 300),
    (4, '300_600', 'De 300 à 600 h', 300, 600),
    (5, '600_1200', 'De 600 à 1 200 h', 600, 1200),
    (6, '1200_plus', '1 200 h et plus', 1200, 1000000)
)

select
    classes.classe,
    classes.libelle,
    count(beneficiaires.personne) as beneficiaires
from classes
left join beneficiaires
    on
        classes.heures_min <= beneficiaires.heures_realisees
        and classes.heures_max > beneficiaires.heures_realisees
group by classes.ordre, classes.classe, classes.libelle
order by classes.ordre
