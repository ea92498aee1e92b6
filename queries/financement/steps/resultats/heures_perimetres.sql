-- titre : Heures et bénéficiaires de chaque périmètre
-- definition : Heures réalisées de l'année, et personnes dont les heures y dépassent zéro.
-- unite : heures et personnes
-- grain : périmètre d'une année
-- source : Exports des participants et heures, extraction à plat ; Méthode, règle 8
with personnes_perimetres as (
    select
        perimetres_suivis.perimetre,
        presences_fines.personne,
        -- L'arrondi efface le résidu binaire d'une correction exacte (0,1 + 0,2 - 0,3).
        round(sum(presences_fines.heures_realisees), 6) as heures_realisees
    from perimetres_suivis
    inner join presences_fines
        on
            perimetres_suivis.annee = presences_fines.annee
            and coalesce(perimetres_suivis.structure = presences_fines.structure, true)
            and coalesce(perimetres_suivis.epci = presences_fines.territoire, true)
    group by all
)

select
    perimetre,
    round(sum(heures_realisees), 2)::double as heures_realisees,
    count(personne) filter (where heures_realisees > 0) as nombre_beneficiaires
from personnes_perimetres
group by perimetre
