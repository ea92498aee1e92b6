-- titre : Âge dans la période
-- definition : Âge révolu au début du premier contrat qui touche la période, toutes structures
--   confondues. À défaut d'un tel contrat, celui du dernier contrat commencé avant la fin de la
--   période.
-- unite : ans
-- grain : personne
-- source : Export des contrats, extraction à plat ; Méthode, règle 9
with dates as (
    select
        contrats_tous.personne,
        contrats_tous.date_debut,
        contrats_tous.age_debut,
        coalesce(contrats_tous.date_fin >= filtre.debut, true) as est_touche
    from contrats_tous
    cross join filtre
    where contrats_tous.date_debut <= filtre.fin
)

select
    personne,
    coalesce(
        arg_min(age_debut, date_debut) filter (where est_touche),
        arg_max(age_debut, date_debut)
    ) as age
from dates
group by personne
