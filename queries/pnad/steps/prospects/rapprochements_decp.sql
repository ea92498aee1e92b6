-- titre : Contrats déclarés et marchés suivis, des deux côtés
-- definition : Les contrats du périmètre (doublons fusionnés) et les marchés suivis du même
--   territoire, appariés ou non. L'EPCI est celui du siège de l'acheteur ; un marché suivi dont
--   l'acheteur n'a pas de SIREN ne peut être rapproché.
-- unite : sans
-- grain : contrat, marché (lot), ou paire
-- source : DECP, export des marchés
with suivis as (
    select marches_comparables.*
    from marches_comparables
    cross join filtre
    where
        (filtre.structure is null or marches_comparables.structure = filtre.structure)
        and coalesce(marches_comparables.acheteur = filtre.acheteur, filtre.acheteur is null)
        and coalesce(
            marches_comparables.categorie = filtre.categorie_acheteur,
            filtre.categorie_acheteur is null
        )
        and (filtre.perimetre_pnad != 'siege' or marches_comparables.est_siege_84)
        and (filtre.perimetre_pnad != 'signataires' or marches_comparables.est_signataire)
        and (
            filtre.est_partout
            or marches_comparables.lieu_siege in (select lieux_choisis.lieu from lieux_choisis)
        )
),

cles as (
    select
        contrats_pnad.cle,
        paires_decp.marche_id
    from contrats_pnad
    left join paires_decp using (cle)
    where contrats_pnad.est_garde
    union
    select
        paires_decp.cle,
        suivis.marche_id
    from suivis
    left join paires_decp using (marche_id)
)

select
    cles.cle,
    cles.marche_id,
    paires_decp.raison,
    paires_decp.confiance,
    paires_decp.ecart_jours,
    paires_decp.ecart_montant,
    paires_decp.ressemblance
from cles
left join paires_decp using (cle, marche_id)
