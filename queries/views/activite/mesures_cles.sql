-- titre : Mesures des chiffres clés
-- definition : Les comptes derrière les chiffres clés, pour la période, la structure et le
--   territoire choisis, que les données aient été reçues ou non.
-- unite : selon la ligne
-- grain : indicateur
-- source : Tous les exports ; convention, annexe 2
with accompagnes as (
    select donneurs_ordre.donneur_ordre
    from marches_actifs
    inner join donneurs_ordre using (ecriture)
    union
    select actions_filtrees.donneur_ordre
    from actions_filtrees
    where actions_filtrees.nature_action = 'accompagnement'
),

comptes as (
    select
        (select round(sum(heures_realisees), 2) from heures_filtrees)::double as heures_realisees,
        (select count(*) from beneficiaires)::double as beneficiaires,
        (select count(distinct siren) from attributaires)::double as entreprises,
        (select count(*) from marches_actifs)::double as marches_en_cours,
        (select count(donneur_ordre) from accompagnes)::double as donneurs_ordre_accompagnes,
        (
            select count(*) from sorties
            where referentiel = 'convention' and issue = 'positive'
        )::double as sorties_positives
)

unpivot comptes on columns(*) into name indicateur value valeur
