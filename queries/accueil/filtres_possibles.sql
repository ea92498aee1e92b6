-- titre : Choix offerts par les filtres
-- definition : Années dont au moins un mois d'heures ou un plan de financement est reçu,
--   structures, bassins d'emploi et EPCI des tables de référence. Une année est complète si ses
--   douze mois d'heures sont reçus.
-- unite : aucune
-- grain : un choix d'un filtre
-- source : Tables de référence ; mois d'heures reçus ; plan de financement
-- libelles : filtre = Filtre
-- portee : publique
with choix as (
    select
        'annee' as filtre,
        annee::varchar as code,
        annee::varchar as libelle,
        -annee as ordre,
        est_complet
    from annees_connues
    union all
    select
        'structure' as filtre,
        code,
        sigle as libelle,
        0 as ordre,
        true as est_complet
    from ref_structure
    union all
    select
        'bassin' as filtre,
        code,
        nom as libelle,
        0 as ordre,
        true as est_complet
    from ref_bassin
    union all
    select
        'epci' as filtre,
        siren as code,
        nom_court as libelle,
        0 as ordre,
        true as est_complet
    from ref_epci
)

select
    filtre,
    code,
    libelle,
    est_complet
from choix
order by filtre, ordre, libelle
