-- titre : Les règles de la convention
-- definition : Pour chaque règle des articles 3 et 4, le constat au centième de point, le seuil, et
--   si elle tient (oui), ne tient pas (non) ou ne peut être dite (inconnu). L'État et le
--   Département se lisent sur le département entier et sur chaque structure ; l'EPCI, sur les
--   postes dédiés à son territoire ; la CoVe, sur les postes qui la nomment. L'écart est le constat
--   moins le seuil.
-- unite : %, points et €
-- grain : exercice, règle et périmètre
-- source : Plan de financement ; convention, articles 3 et 4
-- codes : regle, perimetre, maille, type_financeur
-- portee : structure
select
    respects_regles.regle,
    respects_regles.perimetre,
    respects_regles.constat_pct,
    respects_regles.seuil_pct::double as seuil_pct,
    respects_regles.respect,
    respects_regles.annee,
    respects_regles.maille,
    respects_regles.nom_perimetre,
    respects_regles.libelle,
    respects_regles.article,
    respects_regles.texte,
    respects_regles.sens,
    respects_regles.type_financeur,
    respects_regles.assiette,
    respects_regles.ecart_pct,
    respects_regles.ecart_eur,
    respects_regles.montant_eur,
    respects_regles.base_eur,
    respects_regles.nombre_postes,
    respects_regles.raison,
    respects_regles.est_en_vigueur,
    respects_regles.statut,
    respects_regles.source
from respects_regles
cross join filtre
-- Un périmètre que les filtres amputent ne porterait plus son nom.
where
    respects_regles.maille = 'epci'
    or (
        filtre.est_partout
        and (respects_regles.maille = 'structure' or filtre.structure is null)
        and respects_regles.maille != 'poste'
    )
order by
    respects_regles.annee,
    respects_regles.ordre,
    array_position(['departement', 'structure', 'epci'], respects_regles.maille),
    respects_regles.nom_perimetre,
    respects_regles.perimetre
