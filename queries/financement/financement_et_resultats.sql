-- titre : Ce que le financement a permis
-- definition : Pour chaque année, dans le département, par structure et par EPCI à poste dédié : le
--   financement (notifié, sinon prévu) et ce qui est versé, face aux heures, aux bénéficiaires, aux
--   sorties positives à six mois avec leurs bornes, et aux objectifs fixés. Le coût par heure
--   rapporte le financement aux heures : peu d'heures le font monter, et le poste a d'autres
--   missions (conseil aux acheteurs, suivi, animation). Il est inconnu sans heures connues, et tant
--   que l'année n'est pas finie : l'argent est celui de douze mois.
-- unite : selon la colonne
-- grain : année, maille et périmètre
-- source : Plan de financement ; objectifs ; tous les exports ; convention, article 4
-- codes : maille, structure
-- portee : structure
with cibles as (
    select
        perimetre,
        max(objectif) filter (where indicateur = 'heures_realisees') as objectif_heures,
        max(objectif) filter (where indicateur = 'beneficiaires') as objectif_beneficiaires,
        max(objectif) filter (where indicateur = 'sorties_positives') as objectif_sorties,
        max(objectif) filter (where indicateur = 'taux_sorties_positives_pct')
            as objectif_taux_pct
    from objectifs_perimetres
    group by perimetre
)

select
    resultats_perimetres.annee,
    resultats_perimetres.maille,
    resultats_perimetres.structure_lue as structure,
    resultats_perimetres.epci_lu as epci,
    case resultats_perimetres.maille
        when 'structure' then ref_structure.sigle
        when 'epci' then ref_epci.nom_court
        else coalesce(
            nullif(concat_ws(', ', ref_structure.sigle, ref_epci.nom_court), ''), 'Département'
        )
    end as nom,
    financements_perimetres.* exclude (perimetre),
    resultats_perimetres.heures_realisees,
    resultats_perimetres.nombre_beneficiaires as beneficiaires,
    resultats_perimetres.positives as sorties_positives,
    resultats_perimetres.positives + resultats_perimetres.inconnues as sorties_borne_haute,
    resultats_perimetres.taux_pct,
    resultats_perimetres.borne_basse_pct,
    resultats_perimetres.borne_haute_pct,
    if(resultats_perimetres.est_finie and resultats_perimetres.heures_realisees > 0, round(
        financements_perimetres.financement_eur / resultats_perimetres.heures_realisees, 2
    ), null)::decimal(14, 2) as cout_heure_eur,
    resultats_perimetres.est_complete as est_annee_complete,
    cibles.* exclude (perimetre)
from resultats_perimetres
left join financements_perimetres using (perimetre)
left join cibles using (perimetre)
left join ref_epci on resultats_perimetres.epci_lu = ref_epci.siren
left join ref_structure on resultats_perimetres.structure_lue = ref_structure.code
where resultats_perimetres.maille != 'objectif'
order by
    resultats_perimetres.annee,
    array_position(['departement', 'structure', 'epci'], resultats_perimetres.maille),
    structure,
    epci
