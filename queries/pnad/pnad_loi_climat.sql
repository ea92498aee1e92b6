-- titre : Contrats au-dessus du seuil européen sans clause sociale déclarée
-- definition : Contrats visés par l'article 35 de la loi climat et résilience (notifiés depuis le
--   21 août 2026, montant au moins égal au seuil européen de leur date) qui ne déclarent ni clause
--   sociale ni réserve : un critère seul ne suffit pas, une case vide n'est pas un manquement. À
--   vérifier avec l'acheteur : la date de la consultation et les dérogations qu'il motive, dont les
--   travaux de moins de six mois, signalés.
-- unite : selon la colonne
-- grain : contrat
-- source : DECP ; loi n° 2021-1104, article 35 ; seuils européens
-- codes : cle, epci
-- portee : publique
select
    obligations_climat.cle,
    obligations_climat.numero,
    obligations_climat.acheteur,
    obligations_climat.nom as acheteur_nom,
    obligations_climat.categorie_libelle,
    obligations_climat.epci,
    obligations_climat.nom_epci,
    obligations_climat.structures_en_charge as structures,
    obligations_climat.objet,
    obligations_climat.code_cpv,
    obligations_climat.forme,
    obligations_climat.montant_eur::double as montant_eur,
    obligations_climat.seuil_eur::double as seuil_eur,
    obligations_climat.est_objet_inconnu,
    obligations_climat.date_notification,
    obligations_climat.duree_mois,
    date_decp.date_donnees - obligations_climat.date_notification as retard_jours,
    obligations_climat.situation,
    obligations_climat.declaration,
    obligations_climat.est_travaux_courts,
    obligations_climat.titulaires_noms as titulaires
from obligations_climat
cross join date_decp
where obligations_climat.situation != 'avec_clause'
order by obligations_climat.montant_eur desc, obligations_climat.cle asc
