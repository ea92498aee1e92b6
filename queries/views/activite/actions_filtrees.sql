-- titre : Actions des facilitateurs
-- definition : Actions de la période, de la structure et du territoire choisis. Une action ne dit
--   pas son quartier : aucune n'est retenue si un quartier est choisi.
-- unite : actions
-- grain : action
-- source : Export des actions ; Méthode, règle 11
select actions_situees.*
from actions_situees
cross join filtre
where
    filtre.qpv is null
    and case
        when filtre.est_partout then true
        when filtre.axe = 'structure'
            then actions_situees.structure in (select lieux_choisis.structure from lieux_choisis)
        when filtre.commune is not null
            then actions_situees.lieu in (select lieux_choisis.lieu from lieux_choisis)
        else actions_situees.epci in (select lieux_choisis.epci from lieux_choisis)
    end
