-- titre : Hypothèses d'une simulation
-- definition : Ce que le scénario choisit ; pour le reste, le poste moyen du plan de financement :
--   coût et temps moyens, part moyenne de l'État, du Département et des EPCI.
-- unite : €, ETP et %
-- grain : une ligne
-- source : Plan de financement ; scénario de la question
with moyennes as (
    select
        avg(cout_eur)::decimal(14, 2) as cout_poste_eur,
        avg(etp)::decimal(6, 2) as etp,
        sum(cout_eur) as total_eur
    from postes_retenus
),

apports as (
    select
        sum(apports_postes.montant_eur) filter (where apports_postes.financeur = 'etat')
            as etat_eur,
        sum(apports_postes.montant_eur) filter (where apports_postes.financeur = 'departement')
            as departement_eur,
        sum(apports_postes.montant_eur) filter (where apports_postes.financeur = 'epci')
            as epci_eur
    from apports_postes
    semi join postes_retenus using (annee, structure, poste)
),

reelles as (
    select
        moyennes.*,
        (100 * apports.etat_eur / moyennes.total_eur)::decimal(6, 2) as taux_etat_pct,
        (100 * apports.departement_eur / moyennes.total_eur)::decimal(6, 2)
            as taux_departement_pct,
        (100 * apports.epci_eur / moyennes.total_eur)::decimal(6, 2) as taux_epci_pct
    from moyennes
    cross join apports
)

select
    scenario.territoire,
    coalesce(scenario.cout_poste_eur, reelles.cout_poste_eur) as cout_poste_eur,
    coalesce(scenario.etp, reelles.etp) as etp,
    coalesce(scenario.taux_etat_pct, reelles.taux_etat_pct) as taux_etat_pct,
    coalesce(scenario.taux_departement_pct, reelles.taux_departement_pct)
        as taux_departement_pct,
    coalesce(scenario.taux_epci_pct, reelles.taux_epci_pct) as taux_epci_pct,
    reelles.taux_etat_pct as taux_etat_reel_pct,
    reelles.taux_departement_pct as taux_departement_reel_pct,
    reelles.taux_epci_pct as taux_epci_reel_pct,
    reelles.cout_poste_eur as cout_moyen_eur,
    reelles.etp as etp_moyen
from scenario
cross join reelles
