-- titre : Apport de chaque sorte de financeur à un poste
-- definition : Montant retenu (notifié, sinon prévu) de chaque sorte de financeur. Ce qui manque
--   pour atteindre le coût du poste est « non renseigné » ; un financeur attendu et absent du plan
--   aussi, jamais zéro.
-- unite : €
-- grain : exercice, structure, poste et sorte de financeur
-- source : Plan de financement
with ecrits as (
    select
        annee,
        structure,
        poste,
        coalesce(type_financeur, 'autre') as financeur,
        sum(retenu_eur) as montant_eur
    from financeurs_postes
    group by all
),

totaux as (
    select
        annee,
        structure,
        poste,
        sum(montant_eur) as montant_eur
    from ecrits
    group by annee, structure, poste
),

manques as (
    select
        postes_finances.annee,
        postes_finances.structure,
        postes_finances.poste,
        'non_renseigne' as financeur,
        postes_finances.cout_eur - coalesce(totaux.montant_eur, 0) as montant_eur
    from postes_finances
    left join totaux using (annee, structure, poste)
)

select * from ecrits
union all by name
select * from manques
where montant_eur > 0
