-- titre : Ce que la clé change pour la CoVe
-- definition : Le temps dédié à la CoVe selon quatre lectures : la moyenne imprimée par la
--   convention, la même recalculée de ses propres nombres, la même sans les comités de suivi, et la
--   dernière activité transmise. Chacune donne un temps, son coût et un plafond de 10 % ; les
--   écarts sont pris avec la moyenne imprimée. Sans plan de financement qui nomme la CoVe, le temps
--   se lit sur un poste d'un équivalent temps plein et les euros sont inconnus.
-- unite : %, ETP et €
-- grain : exercice et lecture
-- source : Plan de financement ; activité par territoire ; convention, article 3 et annexe 3
-- codes : lecture
-- portee : departement
with postes as (
    select
        annee,
        if(count(cout_eur) = count(*), sum(cout_eur), null) as cout_eur,
        if(count(etp) = count(*), sum(etp), null) as etp_poste,
        any_value(seuil_pct) as seuil_pct,
        sum(montant_eur)::decimal(14, 2) as contribution_eur
    from regles_postes
    where regle = 'cove_temps'
    group by annee
),

calculees as (
    select
        lectures_cove.*,
        postes.annee,
        postes.contribution_eur,
        postes.cout_eur::decimal(14, 2) as cout_poste_eur,
        coalesce(postes.etp_poste, 1) as etp_poste,
        lectures_cove.part_pct / 100 * coalesce(postes.etp_poste, 1) as etp,
        round(postes.cout_eur * lectures_cove.part_pct::decimal(9, 6) * 0.01, 2)
        ::decimal(14, 2) as cout_temps_eur,
        round(cout_temps_eur * postes.seuil_pct * 0.01, 2)::decimal(14, 2) as plafond_eur
    from lectures_cove
    left join postes on true
)

select
    annee,
    lecture,
    libelle,
    round(part_pct, 6) as part_pct,
    round(etp, 6) as etp,
    cout_temps_eur,
    plafond_eur,
    round(etp - first(etp) over lectures, 6) as ecart_etp,
    (cout_temps_eur - first(cout_temps_eur) over lectures)::decimal(14, 2) as ecart_eur,
    (plafond_eur - first(plafond_eur) over lectures)::decimal(14, 2) as ecart_plafond_eur,
    contribution_eur,
    (contribution_eur - plafond_eur)::decimal(14, 2) as depassement_eur,
    cout_poste_eur,
    etp_poste
from calculees
window lectures as (partition by annee order by ordre)
order by annee, ordre
