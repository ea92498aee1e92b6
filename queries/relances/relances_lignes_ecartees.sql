-- titre : Lignes écartées à l'import, pas encore corrigées
-- definition : Lignes de fichiers reçus que l'import a écartées, avec la raison, tant qu'un export
--   plus récent n'a pas remplacé le fichier. L'âge compte les jours de la date d'extraction du
--   fichier à celle des données les plus récentes.
-- unite : lignes
-- grain : fichier et ligne
-- source : Journal des imports
-- portee : structure
select
    nullif(imports_en_place.structures, '') as structures,
    'ligne_ecartee' as motif,
    anomalies.fichier,
    anomalies.feuille,
    anomalies.ligne,
    string_agg(distinct anomalies.colonne, ', ' order by anomalies.colonne) as colonne,
    string_agg(distinct anomalies.message, ' ' order by anomalies.message) as message,
    imports_en_place.date_extraction,
    jour_des_relances.date_donnees - imports_en_place.date_extraction as retard_jours
from anomalies
inner join imports_en_place using (import_id)
cross join jour_des_relances
cross join filtre
where
    anomalies.gravite = 'ecartee'
    and (
        filtre.structure is null
        or filtre.structure in (select unnest(string_split(imports_en_place.structures, '|')))
    )
group by all
order by
    imports_en_place.date_extraction, anomalies.fichier, anomalies.feuille, anomalies.ligne
