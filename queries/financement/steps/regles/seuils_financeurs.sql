-- titre : Seuils dessinés sur les parts
-- definition : Le seuil que la convention fixe à chaque sorte de financeur, quand les exercices
--   choisis n'en ont qu'un.
-- unite : %
-- grain : sorte de financeur
-- source : Convention, article 4 ; liste des règles de financement
select
    type_financeur as financeur,
    min(sens) as sens,
    min(seuil_pct)::double as seuil_pct
from regles_exercices
where assiette = 'poste' and epci_vise is null and est_en_vigueur
group by type_financeur
having count(distinct sens || seuil_pct) = 1
