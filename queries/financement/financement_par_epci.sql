-- titre : Qui paie quoi, par EPCI
-- definition : Pour les postes dédiés à chaque EPCI, le montant de chaque financeur (notifié, sinon
--   prévu) et sa part du coût. Un poste partagé entre plusieurs EPCI, ou sans territoire nommé, est
--   montré à part. Ce qui manque pour atteindre 100 %, comme un financeur
--   attendu que le plan ne nomme pas, est « non renseigné », ce qui n'est pas zéro.
-- unite : € et %
-- grain : EPCI (ou groupe d'EPCI d'un poste partagé) et financeur
-- source : Plan de financement ; convention, article 4
-- codes : libelle
-- portee : structure
select
    perimetre as epci,
    financeur,
    montant_eur,
    part_pct,
    libelle,
    nom_perimetre as nom_epci,
    nombre_postes,
    etp,
    cout_eur,
    seuil_pct,
    sens,
    est_partage,
    postes_non_renseignes,
    annees,
    perimetre = 'sans_territoire' as est_sans_territoire
from parts_financeurs
where maille = 'epci'
order by est_sans_territoire, est_partage, nom_epci, epci, ordre
