-- titre : Qui paie quoi, tous postes réunis
-- definition : Pour tous les postes choisis, le montant de chaque financeur (notifié, sinon prévu)
--   et sa part du coût. Ce qui manque pour atteindre 100 %, comme un financeur
--   attendu que le plan ne nomme pas, est « non renseigné », ce qui n'est pas zéro.
-- unite : € et %
-- grain : financeur
-- source : Plan de financement ; convention, article 4
-- codes : perimetre, libelle
-- portee : structure
select
    perimetre,
    financeur,
    montant_eur,
    part_pct,
    libelle,
    nom_perimetre as nom,
    nombre_postes,
    etp,
    cout_eur,
    seuil_pct,
    sens,
    est_partage,
    postes_non_renseignes,
    annees
from parts_financeurs
where maille = 'departement'
order by ordre
