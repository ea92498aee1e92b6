-- titre : Rapprochements possibles entre contrats déclarés et marchés suivis
-- definition : Un contrat et un marché du même acheteur (SIREN) peuvent n'en faire qu'un, par ordre
--   de sûreté : même numéro (avec ou sans le lot) à un an près, que confirme la date (30 jours), le
--   montant (5 %) ou l'objet (la moitié des mots), confiance forte ; sinon la date et le montant,
--   confiance moyenne ; sinon le numéro seul (les acheteurs renumérotent de 1 chaque année), ou
--   l'objet à moins de 180 jours, confiance faible.
-- unite : paires
-- grain : contrat et marché (lot)
-- source : DECP, export des marchés
with paires as (
    select
        coalesce(decp_contrats.cle_gardee, decp_contrats.cle) as cle,
        marches.marche_id,
        abs(decp_contrats.date_notification - marches.date_notification) as ecart_jours,
        abs(decp_contrats.montant_eur - marches.montant_ht_eur)
        / nullif(marches.montant_ht_eur, 0) as ecart_montant,
        len(list_intersect(mots_objets.mots, marches.mots)) as mots_communs,
        mots_communs / nullif(len(mots_objets.mots) + len(marches.mots) - mots_communs, 0)
            as ressemblance,
        list_contains(marches.numeros, decp_contrats.numero_compact) as est_meme_numero,
        decp_contrats.numero_compact != marches.numero_compact as est_lot_dit,
        -- Une date ou un montant absent ne contredit rien.
        coalesce(ecart_jours <= 30, true) or coalesce(ecart_montant <= 0.05, true)
        or coalesce(ressemblance >= 0.5, false) as est_confirme
    from decp_contrats
    inner join marches_comparables as marches
        on
            decp_contrats.acheteur = marches.acheteur
            -- Les mots ne sont comparés qu'à des contrats proches : sinon, des millions de paires.
            and (
                abs(decp_contrats.date_notification - marches.date_notification) <= 180
                or list_contains(marches.numeros, decp_contrats.numero_compact)
            )
    left join mots_objets on decp_contrats.objet = mots_objets.texte
),

classees as (
    select
        *,
        case
            when est_meme_numero and est_confirme and ecart_jours <= 366 is not false then 'numero'
            when ecart_jours <= 30 and ecart_montant <= 0.05 then 'date_montant'
            when est_meme_numero then 'numero_seul'
            when ressemblance >= 0.5 then 'objet'
        end as raison,
        case raison when 'numero' then 'forte' when 'date_montant' then 'moyenne' else 'faible' end
            as confiance
    from paires
)

select
    *,
    row_number() over (
        order by
            list_position(['numero', 'date_montant', 'numero_seul', 'objet'], raison) asc,
            est_lot_dit desc, ecart_jours asc nulls last, ecart_montant asc nulls last,
            ressemblance desc nulls last, cle asc, marche_id asc
    ) as ordre
from classees
where raison is not null
