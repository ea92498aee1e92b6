-- titre : Documents attendus et reçus
-- definition : Ce que la structure doit transmettre au titre de la période : arrêté à quelle date,
--   attendu pour quand, reçu ou non à la date des données. Un document sans date attendue (la
--   convention la laisse en blanc) ne peut être dit en retard.
-- unite : documents
-- grain : structure, export et période
-- source : Liste des données attendues ; imports ; convention, article 4
-- libelles : etat_piece = État
-- portee : structure
with jour as (
    select max(date_extraction) as date_donnees
    from dates_extraction
)

select
    documents_attendus.structure,
    documents_attendus.export,
    documents_attendus.periode,
    documents_attendus.date_arrete,
    documents_attendus.date_attendue,
    case
        when documents_attendus.est_recue then 'reçu'
        when documents_attendus.date_attendue is null then 'non reçu, sans date fixée'
        when documents_attendus.date_attendue < jour.date_donnees then 'en retard'
        else 'attendu'
    end as etat_piece,
    if(
        documents_attendus.est_recue,
        null,
        greatest(0, jour.date_donnees - documents_attendus.date_attendue)
    ) as retard_jours
from documents_attendus
cross join jour
cross join filtre
where
    left(documents_attendus.periode, 4)::integer between year(filtre.debut) and year(filtre.fin)
order by
    documents_attendus.date_arrete, documents_attendus.structure, documents_attendus.export
