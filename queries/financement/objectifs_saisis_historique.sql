-- titre : Objectifs saisis, et leur histoire
-- definition : Chaque objectif saisi sur la page, du plus récent au plus ancien : sa valeur (vide :
--   non fixé), la décision qui le fixe, qui l'a écrit et quand. Rien n'y est effacé : la dernière
--   écriture d'un même objectif vaut.
-- unite : selon l'indicateur
-- grain : écriture
-- source : Objectifs saisis
-- libelles : date_decision = Décidé le
-- portee : departement
select
    objectifs_saisis.annee,
    coalesce(ref_structure.sigle, 'toutes') as structure,
    coalesce(ref_epci.nom_court, 'tous') as nom_epci,
    ref_code.libelle as indicateur_libelle,
    objectifs_saisis.valeur,
    objectifs_saisis.source_decision,
    try_cast(objectifs_saisis.date_decision as date) as date_decision,
    objectifs_saisis.ecrit_le,
    objectifs_saisis.par
from objectifs_saisis
left join ref_structure on objectifs_saisis.structure = ref_structure.code
left join ref_epci on objectifs_saisis.epci = ref_epci.siren
left join ref_code
    on
        objectifs_saisis.indicateur = ref_code.code
        and ref_code.liste = 'indicateur_objectif'
order by objectifs_saisis.rang desc
