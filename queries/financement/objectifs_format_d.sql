-- titre : Objectifs à emporter
-- definition : Les objectifs en vigueur, reçus ou saisis, tels que les lit un import (format des
--   objectifs) : un objectif sans valeur y est vide, jamais 0.
-- unite : selon l'indicateur
-- grain : année, structure, EPCI et indicateur
-- source : Objectifs décidés par le comité de pilotage, reçus ou saisis
-- portee : departement
select
    objectifs_decides.annee,
    ref_structure.sigle as structure,
    ref_epci.nom_court as nom_epci,
    ref_code.libelle as indicateur_libelle,
    objectifs_decides.valeur,
    objectifs_decides.source_decision
from objectifs_decides
left join ref_structure on objectifs_decides.structure = ref_structure.code
left join ref_epci on objectifs_decides.epci = ref_epci.siren
left join ref_code
    on
        objectifs_decides.indicateur = ref_code.code
        and ref_code.liste = 'indicateur_objectif'
order by
    objectifs_decides.annee, ref_structure.sigle nulls first, ref_epci.nom_court nulls first,
    ref_code.ordre
