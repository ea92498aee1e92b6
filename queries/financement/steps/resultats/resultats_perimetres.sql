-- titre : Résultats de chaque périmètre
-- definition : Heures, bénéficiaires, sorties positives à six mois, marchés en cours et entreprises
--   d'une année, dans un périmètre. Le taux de sorties positives porte sur les situations connues ;
--   ses bornes disent ce qu'il serait si aucune ou toutes les inconnues étaient positives. Lu par
--   territoire de structure, un EPCI n'a pas de résultat propre.
-- unite : selon la colonne
-- grain : périmètre d'une année
-- source : Tous les exports ; convention, annexe 2
with connus as (
    select
        perimetres_suivis.*,
        connaissances_annuelles.est_complete,
        connaissances_annuelles.est_finie,
        perimetres_suivis.epci is null or filtre.axe != 'structure' as est_lisible,
        est_lisible and connaissances_annuelles.a_heures as a_heures,
        est_lisible and connaissances_annuelles.a_marches as a_marches,
        est_lisible and connaissances_annuelles.a_entreprises as a_entreprises,
        est_lisible and connaissances_annuelles.a_sorties as a_sorties
    from perimetres_suivis
    cross join filtre
    left join connaissances_annuelles
        on
            perimetres_suivis.annee = connaissances_annuelles.annee
            and perimetres_suivis.structure is not distinct from connaissances_annuelles.structure
)

select
    connus.*,
    if(connus.a_heures, coalesce(heures_perimetres.heures_realisees, 0), null)
        as heures_realisees,
    if(connus.a_heures, coalesce(heures_perimetres.nombre_beneficiaires, 0), null)
        as nombre_beneficiaires,
    if(connus.a_marches, coalesce(marches_perimetres.marches_en_cours, 0), null)
        as marches_en_cours,
    if(connus.a_entreprises, coalesce(marches_perimetres.nombre_entreprises, 0), null)
        as nombre_entreprises,
    if(connus.a_sorties, coalesce(sorties_perimetres.positives, 0), null) as positives,
    if(connus.a_sorties, coalesce(sorties_perimetres.inconnues, 0), null) as inconnues,
    nullif(sorties_perimetres.connues, 0) as base_connue,
    nullif(sorties_perimetres.connues + sorties_perimetres.inconnues, 0) as base_mure,
    round(100.0 * sorties_perimetres.positives / base_connue, 1)::double as taux_pct,
    round(100.0 * sorties_perimetres.positives / base_mure, 1)::double as borne_basse_pct,
    round(
        100.0 * (sorties_perimetres.positives + sorties_perimetres.inconnues) / base_mure, 1
    )::double as borne_haute_pct
from connus
left join heures_perimetres using (perimetre)
left join marches_perimetres using (perimetre)
left join sorties_perimetres using (perimetre)
