-- titre : Comités de suivi
-- definition : Comités de suivi tenus dans la période, par structure et par trimestre, et nombre de
--   donneurs d'ordre concernés. La convention (article 6) évoque, selon les territoires, un comité
--   technique par trimestre : l'export ne distingue pas les deux.
-- unite : comités
-- grain : structure et trimestre
-- source : Export des actions ; convention, article 6
-- libelles : comites = Comités de suivi
select
    structure,
    year(date_action) || '-T' || quarter(date_action) as trimestre,
    count(*) as comites,
    count(distinct donneur_ordre) as donneurs_ordre
from actions_filtrees
where nature_action = 'comite_suivi'
group by all
order by trimestre, structure
