-- titre : Annexe 2, mesures des heures, des bénéficiaires et des sorties
-- definition : Heures réalisées, bénéficiaires et publics, sorties positives au sens de la liste de
--   la convention et part de chaque type (tous les CDD réunis) ; et ce qui n'est pas renseigné.
-- unite : heures, personnes et %
-- grain : mesure
-- source : Exports des participants, contrats, heures et situations ; convention, annexe 2
with issues as (
    select
        count(*) filter (where issue = 'positive') as positives,
        count(*) filter (where issue = 'inconnu') as inconnues
    from sorties
    where referentiel = 'convention'
)

select
    'heures_realisees' as mesure,
    (select round(sum(heures_filtrees.heures_realisees), 2) from heures_filtrees)::double as valeur,
    null as inconnus,
    a_heures as est_connu
from donnees_connues
union all
select
    'categorie|' || ref_categorie.code as mesure,
    count(*) filter (where reponses_categories.est_dedans) as valeur,
    (select count(*) from beneficiaires) - count(reponses_categories.personne) as inconnus,
    donnees_connues.a_heures as est_connu
from ref_categorie
cross join donnees_connues
left join reponses_categories on ref_categorie.code = reponses_categories.categorie
group by ref_categorie.code, donnees_connues.a_heures
union all
select
    'sorties_positives' as mesure,
    issues.positives as valeur,
    issues.inconnues as inconnus,
    donnees_connues.a_sorties as est_connu
from issues
cross join donnees_connues
union all
select
    'type_sortie|' || if(starts_with(type_sortie, 'CDD '), 'CDD', type_sortie) as mesure,
    round(sum(part_pct), 1) as valeur,
    null as inconnus,
    true as est_connu
from parts_sorties
where referentiel = 'convention'
group by mesure
union all
select
    'types_sorties' as mesure,
    round(sum(part_pct), 1) as valeur,
    null as inconnus,
    count(*) > 0 as est_connu
from parts_sorties
where referentiel = 'convention'
