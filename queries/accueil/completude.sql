-- titre : Complétude des données
-- definition : Pour chaque structure attendue, les mois d'heures reçus parmi les mois finis de la
--   période ; les derniers sont provisoires. Une sorte de données jamais transmise est signalée.
-- unite : mois
-- grain : structure attendue
-- source : Imports, tous les exports
-- libelles : a_actions = Actions reçues ; a_contrats = Contrats reçus ; a_engagements = Engagements
--   reçus ; a_heures = Heures reçues ; a_marches = Marchés reçus ; a_participants = Participants
--   reçus ; a_situations = Situations reçues ; mois_attendus = Mois attendus ; mois_manquants =
--   Mois non reçus ; mois_provisoires = Mois provisoires ; premier_mois = Premier mois
-- portee : publique
with compte as (
    select
        structure,
        count(*) as mois_attendus,
        count(*) filter (where est_recu) as mois_recus,
        strftime(min(mois) filter (where est_recu), '%Y-%m') as premier_mois,
        strftime(max(mois) filter (where est_recu), '%Y-%m') as dernier_mois,
        string_agg(strftime(mois, '%Y-%m'), ', ' order by mois)
        filter (where not est_recu) as mois_manquants,
        string_agg(strftime(mois, '%Y-%m'), ', ' order by mois)
        filter (where est_provisoire) as mois_provisoires
    from mois_attendus
    group by structure
)

select
    sources_recues.structure,
    coalesce(compte.mois_attendus, 0) as mois_attendus,
    coalesce(compte.mois_recus, 0) as mois_recus,
    compte.premier_mois,
    compte.dernier_mois,
    dates_extraction.date_extraction,
    compte.mois_manquants,
    compte.mois_provisoires,
    sources_recues.* exclude (structure)
from sources_recues
left join compte using (structure)
left join dates_extraction using (structure)
order by sources_recues.structure
