-- titre : Ce que l'on sait d'une année
-- definition : Pour une structure, ou pour toutes, un résultat d'une année n'est donné que si les
--   données qui le portent ont été reçues et que l'année a commencé à leur date ; sinon il est
--   inconnu, ce qui n'est pas zéro. Une année est complète si ses douze mois d'heures sont reçus de
--   chaque structure ; elle est finie si ceux de chaque structure financée ou active sont reçus et
--   que leur saisie n'est plus en cours.
-- unite : sans
-- grain : année et structure (ou toutes)
-- source : Imports, tous les exports
with annees as (
    select distinct annee from perimetres_suivis
),

mois as (
    select
        year(mois) as annee,
        structure,
        count(distinct mois) as mois_recus,
        bool_or(est_provisoire) as est_provisoire
    from mois_recus
    group by year(mois), structure
),

financees as (
    select distinct
        annee,
        structure
    from postes_finances
),

structures as (
    select
        annees.annee,
        sources_recues.*,
        coalesce(mois.mois_recus, 0) as mois_recus,
        coalesce(mois.est_provisoire, false) as est_provisoire,
        financees.structure is not null or mois.mois_recus > 0 as est_attendue,
        coalesce(year(dates_extraction.date_extraction) >= annees.annee, false) as a_commence,
        annees.annee >= (
            select min(year(contrats_tous.date_debut)) from contrats_tous
            where contrats_tous.structure = sources_recues.structure
        ) as a_contrats_avant
    from annees
    cross join sources_recues
    left join mois using (annee, structure)
    left join financees using (annee, structure)
    left join dates_extraction on sources_recues.structure = dates_extraction.structure
)

select
    annee,
    structure,
    bool_and(mois_recus = 12) as est_complete,
    bool_and(mois_recus = 12 and not est_provisoire) filter (where est_attendue) as est_finie,
    bool_or(mois_recus > 0) as a_heures,
    bool_or(a_marches and a_commence) as a_marches,
    bool_or(a_marches and a_engagements and a_commence) as a_entreprises,
    bool_or(a_situations and a_commence and coalesce(a_contrats_avant, false)) as a_sorties
from structures
group by grouping sets ((annee), (annee, structure))
