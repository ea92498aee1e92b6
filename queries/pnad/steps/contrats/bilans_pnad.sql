-- titre : Part des contrats avec une considération sociale, et ce que l'on en ignore
-- definition : Sur les contrats de la période, hors format de 2019 : borne basse, les « avec »
--   rapportés à tous ; taux, rapportés aux seuls « avec » et « sans » ; borne haute, si tous les
--   non renseignés et contradictoires étaient « avec ». Sans contrat renseigné, pas de taux : les
--   bornes vont de 0 à 100 %.
-- unite : contrats et %
-- grain : maille (total, annee, mois, categorie, territoire, acheteur ou forme) et groupe
-- source : DECP ; PNAD 2022-2025
with retenus as (
    select
        statut_social,
        fusionnes,
        'tout' as total,
        annee::varchar as annee,
        strftime(date_notification, '%Y-%m') as mois,
        categorie,
        territoire,
        acheteur,
        forme
    from contrats_pnad
    where est_de_la_periode
),

groupes as (
    unpivot retenus
    on total, annee, mois, categorie, territoire, acheteur, forme
    into name maille value groupe
),

bases as (
    select
        maille,
        groupe,
        count(*) as contrats,
        count(*) filter (where statut_social = 'avec') as avec,
        count(*) filter (where statut_social = 'sans') as sans,
        count(*) filter (where statut_social = 'non_renseigne') as non_renseignes,
        count(*) filter (where statut_social = 'contradictoire') as contradictoires,
        count(*) filter (where statut_social = 'hors_format') as hors_format,
        sum(fusionnes)::bigint as fusionnes,
        nullif(count(*) - hors_format, 0) as base_contrats,
        nullif(avec + sans, 0) as base_renseignee
    from groupes
    group by maille, groupe
)

select
    * exclude (contradictoires, hors_format, fusionnes, base_contrats, base_renseignee),
    round(100.0 * avec / base_contrats, 1)::double as borne_basse_pct,
    round(100.0 * avec / base_renseignee, 1)::double as taux_renseignes_pct,
    round(100.0 * (base_contrats - sans) / base_contrats, 1)::double as borne_haute_pct,
    round(100.0 * (avec + sans) / base_contrats, 1)::double as completude_pct,
    contradictoires,
    hors_format,
    base_contrats,
    base_renseignee,
    fusionnes
from bases
