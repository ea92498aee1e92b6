-- titre : Rang, médiane et écarts de chaque territoire
-- definition : Le rang va du plus grand au plus petit parmi les territoires connus de même maille ;
--   à égalité, le même rang. La médiane est celle des territoires comparables, lui compris. Les
--   écarts se lisent pour 1 000 habitants ; en points pour un taux.
-- unite : selon l'indicateur
-- grain : maille, code et indicateur
-- source : Tous les exports ; listes des EPCI et des communes
with medianes as (
    select
        paires_comparables.maille,
        paires_comparables.code,
        valeurs_lieux.indicateur,
        median(valeurs_lieux.valeur) as mediane,
        median(valeurs_lieux.pour_1000_habitants) as mediane_pour_1000,
        string_agg(
            paires_comparables.nom_comparable, ', ' order by paires_comparables.nom_comparable
        ) as comparables
    from paires_comparables
    inner join valeurs_lieux
        on
            paires_comparables.maille = valeurs_lieux.maille
            and paires_comparables.comparable = valeurs_lieux.code
    group by paires_comparables.maille, paires_comparables.code, valeurs_lieux.indicateur
)

select
    valeurs_lieux.*,
    reperes_departement.departement,
    reperes_departement.departement_pour_1000,
    medianes.comparables,
    round(medianes.mediane, 2) as mediane,
    round(medianes.mediane_pour_1000, 2) as mediane_pour_1000,
    count(valeurs_lieux.valeur) over parmi as nombre_classes,
    if(valeurs_lieux.valeur is null, null, rank() over (
        parmi order by valeurs_lieux.valeur desc nulls last
    )) as rang,
    if(valeurs_lieux.pour_1000_habitants is null, null, rank() over (
        parmi order by valeurs_lieux.pour_1000_habitants desc nulls last
    )) as rang_pour_1000,
    round(if(
        valeurs_lieux.est_par_habitant,
        valeurs_lieux.pour_1000_habitants - reperes_departement.departement_pour_1000,
        valeurs_lieux.valeur - reperes_departement.departement
    ), 2) as ecart_departement,
    round(if(
        valeurs_lieux.est_par_habitant,
        valeurs_lieux.pour_1000_habitants - medianes.mediane_pour_1000,
        valeurs_lieux.valeur - medianes.mediane
    ), 2) as ecart_mediane
from valeurs_lieux
inner join reperes_departement using (indicateur)
left join medianes using (maille, code, indicateur)
window parmi as (partition by valeurs_lieux.maille, valeurs_lieux.indicateur)
