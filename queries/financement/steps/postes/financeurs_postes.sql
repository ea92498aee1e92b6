-- titre : Ce que chaque financeur apporte à un poste
-- definition : Un financeur écrit sur plusieurs lignes (acompte, solde) : ce qu'il a versé est leur
--   somme ; ce qu'il prévoit et ce qu'il notifie aussi, sauf si toutes ses lignes répètent le même
--   montant, alors compté une fois. Le montant retenu est le notifié, sinon le prévu. Un montant
--   que rien n'écrit est inconnu, ce qui n'est pas zéro.
-- unite : €
-- grain : exercice, structure, poste, financeur et EPCI
-- source : Plan de financement
with sommes as (
    select
        annee::integer as annee,
        structure,
        poste,
        type_financeur,
        financeur,
        epci,
        if(
            min(montant_prevu_eur) = max(montant_prevu_eur), min(montant_prevu_eur),
            sum(montant_prevu_eur)
        )::decimal(14, 2
        ) as prevu_eur,
        if(
            min(montant_notifie_eur) = max(montant_notifie_eur), min(montant_notifie_eur),
            sum(montant_notifie_eur)
        )::decimal(14, 2
        ) as notifie_eur,
        sum(montant_verse_eur)::decimal(14, 2) as verse_eur,
        sum(montant_verse_eur) filter (where nature_versement = 'acompte')::decimal(14, 2)
            as acompte_eur,
        sum(montant_verse_eur) filter (where nature_versement = 'solde')::decimal(14, 2)
            as solde_eur,
        max(date_versement) filter (where nature_versement = 'acompte') as date_acompte,
        max(date_versement) filter (where nature_versement = 'solde') as date_solde,
        count(*) filter (where montant_verse_eur > 0) as nombre_versements,
        max(date_versement) filter (where montant_verse_eur > 0) as dernier_versement
    from financements
    group by annee, structure, poste, type_financeur, financeur, epci
)

select
    *,
    coalesce(notifie_eur, prevu_eur) as retenu_eur
from sommes
