-- titre : Six mois atteints sans situation connue
-- definition : Personnes dont les six mois après le premier contrat tombent dans le trimestre, sans
--   situation connue et hors contrat clausé, comptées dans chaque structure où elles ont un contrat
--   retenu. La liste n'est donnée qu'à leur structure.
-- unite : personnes
-- grain : structure
-- source : Exports des contrats et situations ; convention, annexe 2
-- trimestre : seul
with suivies as (
    select distinct
        structure,
        personne
    from contrats_perimetre
)

select
    sources_recues.structure,
    ref_structure.sigle,
    if(
        donnees_connues.a_sorties and sources_recues.a_contrats,
        count(six_mois_sans_situation.personne),
        null
    ) as personnes,
    if(personnes is null, null, count(*) filter (
        where six_mois_sans_situation.situation = 'injoignable'
    )) as injoignables
from sources_recues
cross join donnees_connues
inner join ref_structure on sources_recues.structure = ref_structure.code
left join suivies on sources_recues.structure = suivies.structure
left join six_mois_sans_situation on suivies.personne = six_mois_sans_situation.personne
group by
    sources_recues.structure, ref_structure.sigle, sources_recues.a_contrats,
    donnees_connues.a_sorties
order by sources_recues.structure
