-- titre : Entreprises engagées sur un marché
-- definition : Les noms des entreprises engagées, sous-traitants à part, dans l'ordre.
-- unite : sans
-- grain : marché (lot)
-- source : Export des engagements
select
    marche_id,
    string_agg(distinct entreprise, ', ' order by entreprise)
    filter (where role_entreprise is distinct from 'sous_traitant') as entreprises
from engagements_rattaches
group by marche_id
