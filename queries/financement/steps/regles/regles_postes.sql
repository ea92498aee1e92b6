-- titre : Ce que chaque règle mesure sur un poste
-- definition : Au numérateur, le montant retenu du financeur visé, ou ce qu'il a versé (acompte ou
--   solde ; zéro euro n'est pas un versement) ; au dénominateur, selon la règle, le coût du poste,
--   celui du temps dédié qu'elle écrit, rapporté au temps du poste, ou le montant notifié.
-- unite : €
-- grain : exercice, structure, poste et règle
-- source : Plan de financement ; convention, articles 3 et 4
with apports as (
    select
        regles_exercices.annee,
        regles_exercices.regle,
        financeurs_postes.structure,
        financeurs_postes.poste,
        sum(financeurs_postes.retenu_eur) as retenu_eur,
        -- Qu'un montant notifié manque, et le total est inconnu.
        case
            when count(financeurs_postes.notifie_eur) = count(*)
                then sum(financeurs_postes.notifie_eur)
        end as notifie_eur,
        nullif(sum(case regles_exercices.nature_versement
            when 'acompte' then financeurs_postes.acompte_eur
            when 'solde' then financeurs_postes.solde_eur
        end), 0) as verse_eur,
        max(case regles_exercices.nature_versement
            when 'acompte' then financeurs_postes.date_acompte
            when 'solde' then financeurs_postes.date_solde
        end) as date_versement
    from regles_exercices
    inner join financeurs_postes
        on
            regles_exercices.annee = financeurs_postes.annee
            and regles_exercices.type_financeur = financeurs_postes.type_financeur
            and coalesce(regles_exercices.epci_vise, financeurs_postes.epci)
            is not distinct from financeurs_postes.epci
    group by all
)

select
    postes_retenus.*,
    regles_exercices.* exclude (annee),
    apports.date_versement,
    if(regles_exercices.assiette = 'versement', apports.verse_eur, apports.retenu_eur)
    ::decimal(14, 2) as montant_eur,
    case regles_exercices.assiette
        when 'poste' then postes_retenus.cout_eur
        when 'versement' then apports.notifie_eur
        else round(
            postes_retenus.cout_eur * (
                least(regles_exercices.temps_dedie_etp, postes_retenus.etp) / postes_retenus.etp
            )::decimal(9, 6),
            2
        )
    end::decimal(14, 2) as base_eur
from postes_retenus
inner join regles_exercices using (annee)
left join apports using (annee, regle, structure, poste)
-- DuckDB dit faux, et non inconnu, de « null » cherché dans une liste vide : un poste sans EPCI.
where
    regles_exercices.epci_vise is null
    or list_contains(postes_retenus.sirens, regles_exercices.epci_vise)
