-- titre : Situations à six mois
-- definition : Toutes les personnes dont l'échéance tombe dans la période, selon leur situation
--   retenue : inconnues, encore en contrat clausé et échéances à venir comprises. L'issue est celle
--   du référentiel choisi.
-- unite : personnes
-- grain : situation
-- source : Exports des contrats et situations, extraction à plat ; Méthode, règles 1 à 5
-- codes : situation
-- libelles : issue = Issue
select
    if(sorties.est_mure, sorties.situation, 'non_mure') as situation,
    if(sorties.est_mure, sorties.libelle, 'Échéance à venir') as libelle,
    sorties.issue,
    count(*) as personnes
from sorties
inner join filtre using (referentiel)
group by all
order by personnes desc, situation asc
