-- titre : Contrats au-dessus du seuil européen sans clause sociale déclarée
-- definition : Contrats visés par l'article 35 de la loi climat et résilience (notifiés depuis le
--   21 août 2026, montant au moins égal au seuil européen de leur date) qui ne déclarent ni clause
--   sociale ni réserve : un critère seul ne suffit pas, une case vide n'est pas un manquement. À
--   vérifier avec l'acheteur : la date de la consultation et les quatre dérogations, dont les
--   travaux de moins de six mois, signalés. Un seuil « à vérifier » n'a pas été relu au Journal
--   officiel.
-- unite : selon la colonne
-- grain : contrat
-- source : DECP ; loi n° 2021-1104, article 35 ; seuils européens
select
    cle,
    numero,
    acheteur,
    nom as acheteur_nom,
    categorie_libelle,
    epci,
    nom_epci,
    structures_en_charge as structures,
    objet,
    code_cpv,
    forme,
    montant_eur::double as montant_eur,
    seuil_eur::double as seuil_eur,
    seuil_statut,
    est_objet_inconnu,
    date_notification,
    duree_mois,
    situation,
    declaration,
    est_travaux_courts,
    titulaires_noms as titulaires
from obligations_climat
where situation != 'avec_clause'
order by montant_eur desc, cle asc
