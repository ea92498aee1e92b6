-- titre : Chemin vers la cible du PNAD
-- definition : La cible valable à la fin de la période (aucune n'est connue après 2025) et le
--   nombre de contrats qui manquent pour l'atteindre : 30 % des contrats, arrondi au-dessus, moins
--   les « avec ». Après la dernière cible, ce nombre la garde pour repère. Un mois est incomplet
--   pendant les deux mois qui le suivent, délai légal de publication ; une année l'est avec son
--   dernier mois.
-- unite : contrats et %
-- grain : maille et groupe
-- source : PNAD 2022-2025 ; fiche de la DAJ, juin 2024
with fins as (
    select max(date_notification) as derniere_notification
    from contrats_pnad
    where est_de_la_periode
),

dates as (
    select
        bilans_pnad.*,
        least(filtre.fin, case bilans_pnad.maille
            when 'annee' then make_date(bilans_pnad.groupe::integer, 12, 31)
            when 'mois' then last_day(strptime(bilans_pnad.groupe || '-01', '%Y-%m-%d')::date)
            else date_decp.date_donnees
        end) as dernier_jour,
        last_day(dernier_jour) + interval 2 month > date_decp.date_donnees as est_incomplet,
        least(dernier_jour, fins.derniere_notification) as jour_cible
    from bilans_pnad
    cross join date_decp
    cross join fins
    cross join filtre
)

select
    dates.maille,
    dates.groupe,
    if(dates.jour_cible <= ref_cible_pnad.date_fin, ref_cible_pnad.valeur_pct, null)::double
        as cible_pct,
    ceil(round(dates.base_contrats * ref_cible_pnad.valeur_pct / 100, 6))::bigint
        as contrats_pour_la_cible,
    contrats_pour_la_cible - least(contrats_pour_la_cible, dates.avec) as manquent_pour_la_cible,
    dates.est_incomplet
from dates
asof left join ref_cible_pnad on dates.jour_cible >= ref_cible_pnad.date_debut
