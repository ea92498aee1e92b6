-- titre : Bilan d'un marché
-- definition : Pour chaque marché : heures engagées par les entreprises, heures réalisées du début
--   du marché à la fin de la période, heures de la période, entreprises attributaires, état. Le
--   taux rapporte les heures réalisées aux heures prévues ; il peut dépasser 100 %.
-- unite : selon la colonne
-- grain : marché (lot)
-- source : Exports des marchés, engagements et heures, extraction à plat ; Méthode, règles 6 et 7
with engages as (
    select
        marche_id,
        round(sum(heures_engagees), 2)::double as heures_engagees
    from engagements_lots
    group by marche_id
),

periode as (
    select
        marche_id,
        round(sum(heures_realisees), 2)::double as heures_periode
    from heures_filtrees
    group by marche_id
)

select
    marches_suivis.*,
    etats_marches.* exclude (marche_id),
    coalesce(tranches_montant.tranche_montant, 'inconnu') as tranche_montant,
    coalesce(tranches_montant.libelle, 'Montant non renseigné') as tranche_libelle,
    entreprises_marches.* exclude (marche_id),
    engages.heures_engagees,
    noms_engages.entreprises,
    round(coalesce(heures_marches.heures_realisees, 0), 2)::double as heures_realisees,
    coalesce(periode.heures_periode, 0) as heures_periode,
    nullif(marches_suivis.heures_prevues, 0)::double as base_prevue,
    round(100 * coalesce(heures_marches.heures_realisees, 0) / base_prevue, 1) as taux_pct
from marches_suivis
inner join etats_marches using (marche_id)
left join engages using (marche_id)
left join noms_engages using (marche_id)
left join entreprises_marches using (marche_id)
left join heures_marches using (marche_id)
left join periode using (marche_id)
left join tranches_montant
    on
        marches_suivis.montant_ht_eur >= tranches_montant.montant_min_eur
        and marches_suivis.montant_ht_eur < tranches_montant.montant_max_eur
