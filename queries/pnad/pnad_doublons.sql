-- titre : Contrats fusionnés comme doublons probables
-- definition : Chaque numéro fusionné, avec celui qui le remplace et la raison : numéro égal (deux
--   sources), tronqué, ou zéros de fin. Rien n'est effacé : « doublons = separes » les compte à
--   part.
-- unite : contrats
-- grain : contrat fusionné
-- source : DECP
-- codes : cle, cle_gardee
-- portee : publique
select
    fusionnes.cle,
    fusionnes.numero,
    gardes.cle as cle_gardee,
    gardes.numero as numero_garde,
    coalesce(fusionnes.raison_doublon, gardes.raison_doublon) as raison,
    gardes.acheteur,
    gardes.nom as acheteur_nom,
    gardes.objet,
    gardes.titulaires_noms as titulaires,
    gardes.montant_eur::double as montant_eur,
    gardes.date_notification,
    fusionnes.declaration,
    gardes.declaration as declaration_gardee
from decp_contrats as fusionnes
inner join decp_contrats as gardes on fusionnes.cle_gardee = gardes.cle
-- La liste reste la même quand on sépare les doublons : sinon rien ne dirait ce qui l'a été.
inner join contrats_pnad on gardes.cle = contrats_pnad.cle
where not fusionnes.est_garde and contrats_pnad.est_de_la_periode
order by gardes.nom asc, gardes.cle asc, fusionnes.cle asc
