-- titre : Types de sorties positives de la convention
-- definition : Les types de situation que la convention compte positifs, et entre quelles dates :
--   la liste entière, même de ceux que personne n'a eus.
-- unite : sans
-- grain : type de sortie et dates où il vaut
-- source : Convention, annexe 2
select
    type_sortie,
    year(debut) as premiere_annee,
    year(fin) as derniere_annee
from classements
where referentiel = 'convention' and issue = 'positive'
order by ordre, debut
