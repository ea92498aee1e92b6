-- titre : Fichiers reçus
-- definition : Les fichiers importés, ce qu'ils portent et le compte de leurs lignes : lues =
--   retenues + doublons + totaux + écartées.
-- unite : lignes
-- grain : fichier importé
-- source : Journal des imports
-- libelles : cellules_corrigees = Cellules corrigées ; est_exemple = Exemple ; format = Sorte
--   d'export ; heures_lues = Heures lues ; heures_retenues = Heures retenues ; lignes_doublons =
--   Doublons ; lignes_ecartees = Lignes écartées ; lignes_lues = Lignes lues ; lignes_retenues =
--   Lignes retenues ; lignes_totaux = Lignes de total ; recu_le = Reçu le
-- portee : structure
select
    imports.fichier,
    imports.format,
    replace(imports.structures, '|', ', ') as structures,
    imports.date_extraction,
    imports.recu_le,
    imports.est_complet,
    imports.est_exemple,
    imports.lignes_lues,
    imports.lignes_retenues,
    imports.lignes_doublons,
    imports.lignes_totaux,
    imports.lignes_ecartees,
    imports.cellules_corrigees,
    imports.heures_lues,
    imports.heures_retenues
from imports
cross join filtre
where
    filtre.structure is null
    or filtre.structure in (select unnest(string_split(imports.structures, '|')))
order by imports.recu_le desc, imports.import_id desc
