-- titre : Objectifs et réalisé
-- definition : Pour chaque année, le réalisé de chaque indicateur face à l'objectif que le comité
--   de pilotage a décidé pour ce périmètre. La convention laisse les objectifs ouverts : un
--   objectif qui n'est pas fixé est inconnu, ce qui n'est pas zéro. En cours d'année, l'objectif à
--   ce jour est au prorata des mois finis à la date des données ; ni un taux, ni un nombre de
--   marchés en cours ne s'y prête.
-- unite : selon l'indicateur
-- grain : année, structure, EPCI et indicateur
-- source : Objectifs ; tous les exports ; convention, article 4
-- codes : structure, epci, indicateur
-- libelles : mois_finis = Mois finis ; objectif_a_ce_jour = Objectif à ce jour ;
--   part_a_ce_jour_pct = Part de l'objectif à ce jour
-- portee : structure
select
    objectifs_a_ce_jour.indicateur,
    objectifs_a_ce_jour.structure_lue as structure,
    objectifs_a_ce_jour.epci_lu as epci,
    objectifs_a_ce_jour.annee,
    objectifs_a_ce_jour.objectif::double as objectif,
    objectifs_a_ce_jour.realise::double as realise,
    round(100 * objectifs_a_ce_jour.realise / nullif(objectifs_a_ce_jour.objectif, 0), 1)::double
        as part_pct,
    objectifs_a_ce_jour.mois_finis,
    round(objectifs_a_ce_jour.objectif_a_ce_jour, 1) as objectif_a_ce_jour,
    round(
        100 * objectifs_a_ce_jour.realise / nullif(objectifs_a_ce_jour.objectif_a_ce_jour, 0), 1
    )::double as part_a_ce_jour_pct,
    objectifs_a_ce_jour.libelle,
    objectifs_a_ce_jour.objectif is not null as est_fixe,
    concat_ws(
        ', ', coalesce(ref_structure.sigle, if(ref_epci.siren is null, 'Département', null)),
        ref_epci.nom_court
    ) as nom_perimetre,
    objectifs_a_ce_jour.source_decision
from objectifs_a_ce_jour
left join ref_structure on objectifs_a_ce_jour.structure_lue = ref_structure.code
left join ref_epci on objectifs_a_ce_jour.epci_lu = ref_epci.siren
-- Un EPCI n'est montré que si un objectif le nomme.
where objectifs_a_ce_jour.maille != 'epci'
qualify
    row_number() over (
        partition by
            objectifs_a_ce_jour.annee,
            objectifs_a_ce_jour.structure_lue,
            objectifs_a_ce_jour.epci_lu,
            objectifs_a_ce_jour.indicateur
        order by objectifs_a_ce_jour.maille
    ) = 1
order by
    objectifs_a_ce_jour.annee,
    objectifs_a_ce_jour.structure_lue nulls first,
    objectifs_a_ce_jour.epci_lu nulls first,
    objectifs_a_ce_jour.ordre
