-- Le scénario d'une simulation, en une ligne : écrit par queries/__init__.py ; nul : non choisi.
select
    $territoire::varchar as territoire,
    $cout_poste_eur::decimal(14, 2) as cout_poste_eur,
    $etp::decimal(6, 2) as etp,
    $taux_etat_pct::decimal(6, 2) as taux_etat_pct,
    $taux_departement_pct::decimal(6, 2) as taux_departement_pct,
    $taux_epci_pct::decimal(6, 2) as taux_epci_pct,
    $poids_operations::decimal(9, 2) as poids_operations,
    $poids_marches::decimal(9, 2) as poids_marches,
    $poids_heures_prevues::decimal(9, 2) as poids_heures_prevues,
    $poids_participants::decimal(9, 2) as poids_participants,
    $poids_prospections::decimal(9, 2) as poids_prospections,
    $poids_comites::decimal(9, 2) as poids_comites
