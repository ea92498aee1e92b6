-- titre : Bénéficiaires par EPCI
-- definition : Personnes ayant travaillé dans la période, selon le territoire choisi. Une personne
--   présente dans deux EPCI compte dans les deux et une fois au total : la somme des EPCI peut
--   dépasser le total du département.
-- unite : personnes
-- grain : EPCI (ou territoire de structure), plus « inconnu »
-- source : Exports des marchés, participants et heures, extraction à plat ; Méthode, règle 8
select
    presences.territoire as epci,
    noms_territoires.nom,
    count(*) as beneficiaires,
    (select count(*) from beneficiaires) as total_distinct,
    (sum(count(*)) over ())::bigint as somme
from presences
left join noms_territoires using (territoire)
where presences.maille = 'territoire'
group by presences.territoire, noms_territoires.nom
order by
    presences.territoire in ('inconnu', 'hors_departement') asc,
    beneficiaires desc,
    epci asc
