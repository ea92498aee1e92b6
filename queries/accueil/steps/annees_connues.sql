-- titre : Années connues
-- definition : Années dont au moins un mois d'heures ou un plan de financement est reçu. Une année
--   est complète si ses douze mois d'heures sont reçus.
-- unite : années
-- grain : année
-- source : Mois d'heures reçus ; plan de financement
with recues as (
    select
        year(mois) as annee,
        count(distinct mois) as mois_connus
    from mois_recus
    group by annee
    union all
    select distinct
        annee,
        0 as mois_connus
    from financements
)

select
    annee,
    max(mois_connus) = 12 as est_complet
from recues
group by annee
