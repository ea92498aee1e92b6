-- titre : Ce que l'on sait d'un territoire
-- definition : Un chiffre est connu d'un territoire si l'une des structures qui en ont la charge a
--   transmis, pour la période, les données qui le portent ; si une structure est choisie, son
--   export suffit à dire zéro partout.
-- unite : sans
-- grain : maille, code et indicateur porteur
-- source : Imports, tous les exports
with heures_recues as (
    select distinct mois_recus.structure
    from mois_recus
    inner join filtre on mois_recus.mois between filtre.debut and filtre.fin
),

portes as (
    select
        sources_recues.structure,
        heures_recues.structure is not null as heures_realisees,
        heures_realisees as beneficiaires,
        sources_recues.a_marches and sources_recues.a_engagements as entreprises,
        sources_recues.a_marches as marches_en_cours,
        sources_recues.a_marches as donneurs_ordre_accompagnes,
        sources_recues.a_situations as sorties_positives
    from sources_recues
    left join heures_recues using (structure)
),

structures as (
    unpivot portes
    on heures_realisees, beneficiaires, entreprises, marches_en_cours, donneurs_ordre_accompagnes,
    sorties_positives
    into name porte_par value est_connu
)

select
    lieux_comparables.maille,
    lieux_comparables.code,
    structures.porte_par,
    bool_or(structures.est_connu) as est_connu
from lieux_comparables
cross join structures
cross join filtre
where
    filtre.structure is not null
    or contains(lieux_comparables.structures, structures.structure)
group by lieux_comparables.maille, lieux_comparables.code, structures.porte_par
