-- titre : Objectifs et réalisé
-- definition : Pour chaque année, le réalisé de chaque indicateur face à l'objectif que le comité
--   de pilotage a décidé pour ce périmètre. La convention laisse les objectifs ouverts : un
--   objectif qui n'est pas fixé est inconnu, ce qui n'est pas zéro.
-- unite : selon l'indicateur
-- grain : année, structure, EPCI et indicateur
-- source : Objectifs ; tous les exports ; convention, article 4
select
    objectifs_perimetres.indicateur,
    objectifs_perimetres.structure_lue as structure,
    objectifs_perimetres.epci_lu as epci,
    objectifs_perimetres.annee,
    objectifs_perimetres.objectif::double as objectif,
    objectifs_perimetres.realise::double as realise,
    round(100 * objectifs_perimetres.realise / nullif(objectifs_perimetres.objectif, 0), 1)::double
        as part_pct,
    objectifs_perimetres.libelle,
    objectifs_perimetres.objectif is not null as est_fixe,
    concat_ws(
        ', ', coalesce(ref_structure.sigle, if(ref_epci.siren is null, 'Département', null)),
        ref_epci.nom_court
    ) as nom_perimetre,
    objectifs_perimetres.source_decision
from objectifs_perimetres
left join ref_structure on objectifs_perimetres.structure_lue = ref_structure.code
left join ref_epci on objectifs_perimetres.epci_lu = ref_epci.siren
-- Un EPCI n'est montré que si un objectif le nomme.
where objectifs_perimetres.maille != 'epci'
qualify
    row_number() over (
        partition by
            objectifs_perimetres.annee,
            objectifs_perimetres.structure_lue,
            objectifs_perimetres.epci_lu,
            objectifs_perimetres.indicateur
        order by objectifs_perimetres.maille
    ) = 1
order by
    objectifs_perimetres.annee,
    objectifs_perimetres.structure_lue nulls first,
    objectifs_perimetres.epci_lu nulls first,
    objectifs_perimetres.ordre
