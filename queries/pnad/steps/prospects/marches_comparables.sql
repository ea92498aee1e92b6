-- titre : Marchés suivis, prêts à être rapprochés
-- definition : Les marchés clausés que suivent les facilitateurs (ni en prévision ni infructueux),
--   avec ce qui permet de les retrouver dans les données de la commande publique : SIREN de
--   l'acheteur, numéro et lot sans ponctuation, date, montant, mots de l'objet.
-- unite : marchés
-- grain : marché (lot)
-- source : Export des marchés, extraction à plat
with decrits as (
    select
        marches_tous.marche_id,
        marches_tous.structure,
        marches_tous.numero_marche,
        marches_tous.numero_lot,
        marches_tous.date_notification,
        fiches_marches.montant_ht_eur,
        nullif(concat_ws(' ', fiches_marches.operation, fiches_marches.objet), '') as texte,
        donneurs_ordre.donneur_ordre,
        donneurs_ordre.nom as acheteur_nom,
        coalesce(donneurs_ordre.lieu_siege, '') as lieu_siege,
        regexp_replace(upper(marches_tous.numero_marche), '[^A-Z0-9]', '', 'g') as numero_compact,
        ltrim(regexp_replace(upper(marches_tous.numero_lot), '[^A-Z0-9]|LOT', '', 'g'), '0')
            as lot
    from marches_tous
    left join fiches_marches using (marche_id)
    left join donneurs_ordre using (ecriture)
    where coalesce(marches_tous.statut_marche not in ('en_prevision', 'infructueux'), true)
),

numerotes as (
    select
        *,
        -- Le lot suit le numéro de plusieurs façons : 2024142, 20241402, 202414L2, 202414LOT02…
        list_transform(
            case
                when numero_compact = '' then []
                when lot = '' then ['']
                else
                    ['', lot, '0' || lot, 'L' || lot, 'L0' || lot, 'LOT' || lot, 'LOT0' || lot]
            end,
            lambda suite: numero_compact || suite
        ) as numeros
    from decrits
)

select
    numerotes.*,
    fiches_acheteurs.acheteur,
    fiches_acheteurs.categorie,
    coalesce(fiches_acheteurs.est_siege_84, true) as est_siege_84,
    coalesce(fiches_acheteurs.est_signataire, false) as est_signataire,
    mots_objets.mots
from numerotes
left join fiches_acheteurs on numerotes.donneur_ordre = fiches_acheteurs.identifiant
left join mots_objets using (texte)
