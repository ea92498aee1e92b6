-- titre : Typologie des marchés
-- definition : Marchés en cours selon leur nature, leur procédure, leur secteur, le type de leur
--   acheteur, leur montant et leur programme ; et heures de la période sur les marchés de chaque
--   sorte. Les heures dont le marché est inconnu sont « non renseignées ». Les parts portent sur ce
--   qui est renseigné.
-- unite : marchés, heures et %
-- grain : dimension et code
-- source : Exports des marchés et heures, extraction à plat ; convention, annexe 2
with heures_des_marches as (
    select
        marche_id,
        sum(heures_realisees) as heures_realisees
    from heures_filtrees
    group by marche_id
),

decrits as (
    select
        marches_suivis.est_en_cours,
        marches_suivis.est_nouveau,
        heures_des_marches.heures_realisees,
        coalesce(marches_suivis.nature_marche, 'inconnu') as nature_marche,
        coalesce(marches_suivis.procedure_clause, 'inconnu') as procedure_clause,
        coalesce(marches_suivis.secteur_activite, 'inconnu') as secteur_activite,
        coalesce(marches_suivis.type_maitre_ouvrage, 'inconnu') as type_maitre_ouvrage,
        coalesce(tranches_montant.tranche_montant, 'inconnu') as tranche_montant,
        coalesce(marches_suivis.programme, 'inconnu') as programme
    from marches_suivis
    full join heures_des_marches using (marche_id)
    left join tranches_montant
        on
            marches_suivis.montant_ht_eur >= tranches_montant.montant_min_eur
            and marches_suivis.montant_ht_eur < tranches_montant.montant_max_eur
),

deplies as (
    unpivot decrits
    on nature_marche, procedure_clause, secteur_activite, type_maitre_ouvrage, tranche_montant,
    programme
    into name dimension value code
)

select
    dimension,
    code,
    count(*) filter (where est_en_cours) as marches,
    count(*) filter (where est_nouveau) as nouveaux,
    round(coalesce(sum(heures_realisees), 0), 2)::double as heures_realisees
from deplies
group by dimension, code
