-- titre : Qui paie quoi, poste par poste
-- definition : Pour chaque poste d'un exercice, le montant de chaque financeur (notifié, sinon
--   prévu) et sa part du coût. Ce qui manque pour atteindre 100 %, comme un financeur
--   attendu que le plan ne nomme pas, est « non renseigné », ce qui n'est pas zéro.
-- unite : € et %
-- grain : exercice, structure, poste et financeur
-- source : Plan de financement ; convention, article 4
-- codes : libelle, epci, nom
-- portee : structure
select
    postes_par_maille.annee,
    postes_par_maille.structure,
    postes_par_maille.poste,
    parts_financeurs.financeur,
    parts_financeurs.montant_eur,
    parts_financeurs.part_pct,
    parts_financeurs.libelle,
    postes_par_maille.epci,
    postes_par_maille.nom_epci,
    parts_financeurs.nom_perimetre as nom,
    postes_par_maille.etp,
    parts_financeurs.cout_eur,
    parts_financeurs.seuil_pct,
    parts_financeurs.sens,
    parts_financeurs.est_partage
from parts_financeurs
inner join postes_par_maille using (maille, perimetre)
where parts_financeurs.maille = 'poste'
order by
    postes_par_maille.annee,
    postes_par_maille.structure,
    postes_par_maille.poste,
    parts_financeurs.ordre
