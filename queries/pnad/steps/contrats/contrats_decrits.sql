-- titre : Contrats du périmètre, décrits pour y travailler
-- definition : À chaque contrat s'ajoutent sa nature d'achat (division CPV), sa tranche de montant,
--   et s'il est à préparer : sans clause sociale ni réserve déclarée, et finissant de six à douze
--   mois après la date des données, bornes comprises.
-- unite : contrats
-- grain : contrat
-- source : DECP ; règlement (CE) n° 213/2008
select
    contrats_pnad.*,
    coalesce(contrats_pnad.division_cpv, 'inconnu') as code_division,
    coalesce(ref_cpv.libelle, 'Achat non renseigné') as cpv_libelle,
    coalesce(tranches_montant.tranche_montant, 'inconnu') as tranche_montant,
    coalesce(tranches_montant.libelle, 'Montant non renseigné') as tranche_libelle,
    coalesce(
        not contrats_pnad.est_clause
        and contrats_pnad.date_fin between date_decp.date_donnees + interval 6 month
        and date_decp.date_donnees + interval 12 month,
        false
    ) as est_a_preparer
from contrats_pnad
cross join date_decp
left join ref_cpv on contrats_pnad.division_cpv = ref_cpv.code
left join tranches_montant
    on
        contrats_pnad.montant_plausible_eur >= tranches_montant.montant_min_eur
        and contrats_pnad.montant_plausible_eur < tranches_montant.montant_max_eur
