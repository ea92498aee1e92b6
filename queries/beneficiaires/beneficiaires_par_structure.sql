-- titre : Bénéficiaires par structure
-- definition : Personnes ayant travaillé dans la période sur un marché suivi par chaque structure.
--   Une personne suivie par deux structures compte dans les deux et une fois au total : la somme
--   peut dépasser le total.
-- unite : personnes
-- grain : structure
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
-- codes : structure
select
    presences.structure,
    ref_structure.sigle as nom,
    count(*) as beneficiaires,
    (select count(*) from beneficiaires) as total_distinct,
    (sum(count(*)) over ())::bigint as somme
from presences
left join ref_structure on presences.structure = ref_structure.code
where presences.maille = 'structure'
group by presences.structure, ref_structure.sigle
order by presences.structure
