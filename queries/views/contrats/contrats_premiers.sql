-- titre : Plus ancien contrat en place
-- definition : De chaque personne, le plus ancien des contrats que les données portent encore,
--   toutes structures confondues ; est_debut_historique, s'il est de la première année d'historique
--   de sa structure.
-- unite : date
-- grain : personne
-- source : Export des contrats, extraction à plat ; convention, annexe 2 ; Méthode, règle 5
with historiques as (
    select
        structure,
        min(date_debut) as debut_historique
    from contrats_tous
    group by structure
)

select
    contrats_tous.personne,
    contrats_tous.date_debut as date_premier_contrat,
    if(bool_or(contrats_tous.date_fin is null), null, min(contrats_tous.date_fin))
        as date_fin_premier_contrat,
    bool_or(contrats_tous.date_debut < historiques.debut_historique + interval 1 year)
        as est_debut_historique
from contrats_tous
inner join historiques using (structure)
where contrats_tous.personne is not null and contrats_tous.date_debut is not null
group by contrats_tous.personne, contrats_tous.date_debut
qualify row_number() over (
    partition by contrats_tous.personne order by contrats_tous.date_debut
) = 1
