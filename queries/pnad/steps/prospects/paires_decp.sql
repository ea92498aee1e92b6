-- titre : Contrats déclarés et marchés suivis rapprochés
-- definition : Parmi les rapprochements possibles, le plus sûr est retenu, puis le plus sûr de ceux
--   qui restent, et ainsi de suite : un contrat n'est rapproché que d'un marché, et un marché que
--   d'un contrat. Chaque paire garde sa raison et sa confiance.
-- unite : paires
-- grain : contrat et marché (lot)
-- source : DECP, export des marchés
with recursive tours as (
    select
        cle,
        marche_id,
        ordre,
        false as est_retenue,
        false as est_prise
    from candidats_decp
    union all
    -- Une paire est retenue si elle est la plus sûre de son contrat et de son marché ; les autres
    -- paires de l'un et de l'autre sortent du tour suivant.
    select
        *,
        bool_or(est_retenue) over (partition by cle)
        or bool_or(est_retenue) over (partition by marche_id) as est_prise
    from (
        select
            cle,
            marche_id,
            ordre,
            ordre = min(ordre) over (partition by cle)
            and ordre = min(ordre) over (partition by marche_id) as est_retenue
        from tours
        where not est_prise
    ) as juges
)

select candidats_decp.*
from candidats_decp
inner join tours using (ordre)
where tours.est_retenue
