-- titre : Objectif et réalisé de chaque périmètre
-- definition : Chaque indicateur dont un objectif peut être décidé, dans chaque périmètre : son
--   réalisé, et son objectif, nul s'il n'est pas fixé. L'objectif vaut pour ce périmètre exact,
--   jamais pour une partie ni pour un tout.
-- unite : selon l'indicateur
-- grain : périmètre d'une année et indicateur
-- source : Objectifs ; tous les exports
with mesures as (
    select
        perimetre,
        unnest([
            'heures_realisees',
            'beneficiaires',
            'sorties_positives',
            'taux_sorties_positives_pct',
            'marches_en_cours',
            'entreprises'
        ]) as indicateur,
        unnest([
            heures_realisees,
            nombre_beneficiaires,
            positives,
            taux_pct,
            marches_en_cours,
            nombre_entreprises
        ]) as realise
    from resultats_perimetres
)

select
    perimetres_suivis.*,
    ref_code.code as indicateur,
    ref_code.libelle,
    ref_code.ordre,
    mesures.realise,
    objectifs_choisis.objectif,
    objectifs_choisis.source_decision
from perimetres_suivis
cross join ref_code
left join mesures
    on perimetres_suivis.perimetre = mesures.perimetre and ref_code.code = mesures.indicateur
left join objectifs_choisis
    on
        perimetres_suivis.annee = objectifs_choisis.annee
        and perimetres_suivis.structure_lue is not distinct from objectifs_choisis.structure
        and perimetres_suivis.epci_lu is not distinct from objectifs_choisis.epci
        and ref_code.code = objectifs_choisis.indicateur
where ref_code.liste = 'indicateur_objectif'
