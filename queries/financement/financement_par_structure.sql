-- titre : Qui paie quoi, par structure
-- definition : Pour les postes de chaque structure, le montant de chaque financeur (notifié, sinon
--   prévu) et sa part du coût. Ce qui manque pour atteindre 100 %, comme un financeur
--   attendu que le plan ne nomme pas, est « non renseigné », ce qui n'est pas zéro.
-- unite : € et %
-- grain : structure et financeur
-- source : Plan de financement ; convention, article 4
-- codes : structure, libelle
-- portee : structure
select
    perimetre as structure,
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
where maille = 'structure'
order by structure, ordre
