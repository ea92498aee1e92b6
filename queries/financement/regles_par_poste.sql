-- titre : Les règles de la convention, poste par poste
-- definition : Les mêmes règles lues sur chaque poste : une moyenne tenue sur une structure peut
--   cacher un poste qui ne l'est pas. La règle de l'EPCI n'y figure que si le poste nomme un EPCI.
-- unite : %, points et €
-- grain : exercice, règle et poste
-- source : Plan de financement ; convention, articles 3 et 4
-- codes : regle, perimetre, maille, type_financeur
-- portee : structure
select
    regle,
    perimetre,
    constat_pct,
    seuil_pct::double as seuil_pct,
    respect,
    annee,
    maille,
    nom_perimetre,
    libelle,
    article,
    texte,
    sens,
    type_financeur,
    assiette,
    ecart_pct,
    ecart_eur,
    montant_eur,
    base_eur,
    nombre_postes,
    raison,
    est_en_vigueur,
    statut,
    source
from respects_regles
where maille = 'poste'
order by annee, nom_perimetre, perimetre, ordre
