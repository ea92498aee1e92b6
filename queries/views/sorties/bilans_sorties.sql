-- titre : Comptes et taux de sorties
-- definition : Le taux rapporte les sorties positives aux situations connues. Ses bornes disent ce
--   qu'il serait si aucune (borne basse) ou toutes (borne haute) les situations inconnues étaient
--   positives. Le taux de réponse est la part des situations connues. Les personnes encore en
--   contrat clausé et les échéances à venir sont hors de tous ces taux. Sans personne, pas de taux.
-- unite : personnes et %
-- grain : maille (total, annee ou structure), groupe et référentiel
-- source : Exports des contrats et situations, extraction à plat
with groupes as (
    select
        personne,
        'total' as maille,
        null as groupe
    from cohorte
    union all by name
    select
        personne,
        'annee' as maille,
        year(echeance)::varchar as groupe
    from cohorte
    where echeance is not null
    union all by name
    select distinct
        personne,
        'structure' as maille,
        structure as groupe
    from contrats_perimetre
),

comptes as (
    select
        groupes.maille,
        groupes.groupe,
        sorties.referentiel,
        count(*) as personnes,
        count(*) filter (where sorties.issue = 'positive') as positives,
        count(*) filter (where sorties.issue in ('positive', 'non_positive')) as connues,
        count(*) filter (where sorties.issue = 'inconnu') as inconnues,
        count(*) filter (where sorties.issue = 'hors_champ') as hors_champ,
        count(*) filter (where sorties.issue = 'non_mure') as non_mures,
        count(*) filter (where sorties.est_depart_incertain) as departs_incertains
    from sorties
    inner join groupes using (personne)
    group by groupes.maille, groupes.groupe, sorties.referentiel
)

select
    *,
    nullif(connues, 0) as base_connue,
    nullif(connues + inconnues, 0) as base_mure,
    round(100.0 * positives / base_connue, 1)::double as taux_pct,
    round(100.0 * positives / base_mure, 1)::double as borne_basse_pct,
    round(100.0 * (positives + inconnues) / base_mure, 1)::double as borne_haute_pct,
    round(100.0 * connues / base_mure, 1)::double as taux_reponse_pct
from comptes
