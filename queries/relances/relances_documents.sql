-- titre : Documents attendus et non reçus
-- definition : Documents dont la date prévue est passée, à la date des données les plus récentes,
--   et qui ne sont pas reçus. Un document sans date prévue (la convention la laisse en blanc) n'est
--   jamais en retard.
-- unite : documents
-- grain : structure, export et période
-- source : Liste des données attendues ; imports
-- libelles : document = Document
-- portee : publique
select
    documents_attendus.structure,
    'document_non_recu' as motif,
    documents_attendus.export,
    documents_attendus.libelle as document,
    documents_attendus.periode,
    documents_attendus.date_arrete,
    documents_attendus.date_attendue,
    jour_des_relances.date_donnees - documents_attendus.date_attendue as retard_jours,
    documents_attendus.statut
from documents_attendus
cross join jour_des_relances
where
    not documents_attendus.est_recue
    and documents_attendus.date_attendue < jour_des_relances.date_donnees
order by
    documents_attendus.date_attendue, documents_attendus.structure, documents_attendus.export
