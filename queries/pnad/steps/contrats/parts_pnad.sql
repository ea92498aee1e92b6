-- titre : Part, précision et chemin vers la cible
-- definition : Les effectifs et les parts d'un groupe de contrats, la précision du taux quand il
--   porte sur moins de 30 contrats, et ce qui manque pour atteindre la cible.
-- unite : contrats et %
-- grain : maille et groupe
-- source : DECP ; PNAD 2022-2025
select
    bilans_pnad.*,
    precisions_pnad.wilson_bas_pct,
    precisions_pnad.wilson_haut_pct,
    chemins_pnad.cible_pct,
    chemins_pnad.manquent_pour_la_cible,
    chemins_pnad.est_incomplet
from bilans_pnad
inner join chemins_pnad using (maille, groupe)
left join precisions_pnad using (maille, groupe)
