-- titre : Contrats du périmètre choisi
-- definition : Périmètre : acheteur ayant son siège en Vaucluse (par défaut), contrat exécuté en
--   Vaucluse, ou signataires de la convention et leurs communes. Ici l'EPCI, le bassin et la
--   structure sont ceux du siège de l'acheteur. Les doublons probables sont fusionnés, sauf demande
--   contraire ; les marchés sont seuls comptés par défaut, concessions en option. Seuil OECP :
--   90 000 € HT et plus ; seuil européen : celui de la date du contrat. La période n'agit pas ici.
-- unite : contrats
-- grain : contrat
-- source : DECP, listes des acheteurs, des communes et des EPCI
select
    decp_contrats.*,
    if(filtre.doublons = 'fusionnes', decp_contrats.nombre_fusionnes, 0) as fusionnes,
    coalesce(decp_contrats.epci, if(decp_contrats.est_siege_84, 'inconnu', 'hors_departement'))
        as territoire,
    seuils_contrats.* exclude (cle),
    decp_contrats.date_notification between filtre.debut and filtre.fin as est_de_la_periode
from decp_contrats
inner join seuils_contrats using (cle)
cross join filtre
where
    coalesce(case filtre.perimetre_pnad
        when 'siege' then decp_contrats.est_siege_84
        when 'execution' then decp_contrats.est_execute_84
        when 'signataires' then decp_contrats.est_signataire
    end, false)
    and (filtre.doublons = 'separes' or decp_contrats.est_garde)
    and (filtre.type_pnad = 'tous' or starts_with(filtre.type_pnad, decp_contrats.type_contrat))
    and not (filtre.est_sans_subsequents and decp_contrats.est_subsequent)
    and coalesce(decp_contrats.acheteur = filtre.acheteur, filtre.acheteur is null)
    and coalesce(
        decp_contrats.categorie = filtre.categorie_acheteur, filtre.categorie_acheteur is null
    )
    and case filtre.seuil
        when 'oecp' then coalesce(decp_contrats.montant_plausible_eur >= 90000, false)
        when 'europe' then seuils_contrats.est_au_seuil
        else true
    end
    and (
        filtre.est_partout
        or decp_contrats.lieu_siege in (select lieux_choisis.lieu from lieux_choisis)
    )
    and (
        filtre.structure is null
        or contains(decp_contrats.structures_en_charge, filtre.structure)
    )
