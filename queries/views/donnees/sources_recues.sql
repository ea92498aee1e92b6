-- titre : Sortes de données reçues
-- definition : Pour chaque structure attendue, ce qu'elle a transmis au moins une fois : contrats,
--   heures, participants, situations, marchés, engagements des entreprises, actions.
-- unite : sans
-- grain : structure attendue
-- source : Tous les exports
select
    ref_structure.code as structure,
    ref_structure.code in (select contrats_tous.structure from contrats_tous) as a_contrats,
    ref_structure.code in (select heures_toutes.structure from heures_toutes) as a_heures,
    ref_structure.code in (select fiches.structure from fiches) as a_participants,
    ref_structure.code in (
        select situations.structure from situations
        union
        select extraction.structure
        from extraction
        where extraction.situation_6_mois is not null
    ) as a_situations,
    ref_structure.code in (select marches.structure from marches) as a_marches,
    ref_structure.code in (select engagements.structure from engagements) as a_engagements,
    ref_structure.code in (select actions.structure from actions) as a_actions
from ref_structure
cross join filtre
where filtre.structure is null or ref_structure.code = filtre.structure
