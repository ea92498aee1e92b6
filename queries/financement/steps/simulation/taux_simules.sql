-- titre : Taux et montants d'une simulation
-- definition : Le taux de chaque financeur attendu, choisi ou lu dans le plan, et ce qu'il donne en
--   euros sur le coût du poste simulé.
-- unite : % et €
-- grain : sorte de financeur
-- source : Scénario de la question ; plan de financement
with financeurs as (
    select
        cout_poste_eur,
        unnest(['etat', 'departement', 'epci']) as financeur,
        unnest([taux_etat_pct, taux_departement_pct, taux_epci_pct]) as taux_pct,
        unnest([taux_etat_reel_pct, taux_departement_reel_pct, taux_epci_reel_pct])
            as taux_reel_pct
    from hypotheses
)

select
    *,
    round(cout_poste_eur * taux_pct * 0.01, 2)::decimal(14, 2) as montant_eur
from financeurs
