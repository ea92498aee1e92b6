-- titre : L'obligation de clause sociale au-dessus du seuil européen
-- definition : Contrats visés depuis le 21 août 2026, selon ce qu'ils déclarent : une clause
--   sociale ou une réserve, un critère seul (qui ne suffit pas), rien, ou une case vide qu'il faut
--   compléter avant de conclure.
-- unite : contrats
-- grain : situation
-- source : DECP ; loi n° 2021-1104, article 35 ; seuils européens
-- portee : publique
select
    situation,
    count(*) as contrats,
    count(*) filter (where est_travaux_courts) as dont_travaux_courts
from obligations_climat
group by situation
order by situation
