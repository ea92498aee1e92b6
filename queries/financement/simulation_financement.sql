-- titre : Simulation : ce que paierait chacun
-- definition : Pour un poste au coût, au temps et aux taux choisis (à défaut, le poste moyen du
--   plan de financement), ce que paie chaque financeur et si sa règle tient ; ce qu'aucun taux ne
--   couvre est non renseigné, ce qui dépasse 100 % est un excédent. Pour un territoire, le montant
--   est ramené au temps que lui donne la clé. Rien n'est enregistré.
-- unite : % et €
-- grain : financeur
-- source : Plan de financement ; activité par territoire ; convention ; scénario de la question
-- codes : libelle, regle
-- portee : structure
with lignes as (
    select
        financeur,
        taux_pct,
        taux_reel_pct,
        montant_eur
    from taux_simules
    union all by name
    select
        if(sum(taux_pct) > 100, 'excedent', 'non_renseigne') as financeur,
        abs(100 - sum(taux_pct)) as taux_pct,
        abs(any_value(cout_poste_eur) - sum(montant_eur))::decimal(14, 2) as montant_eur
    from taux_simules
    having sum(taux_pct) != 100
)

select
    lignes.financeur,
    coalesce(libelles_financeurs.libelle, 'Excédent') as libelle,
    lignes.taux_pct::double as taux_pct,
    lignes.montant_eur,
    round(
        lignes.montant_eur * territoire_simule.part_simulee_pct::decimal(9, 6) * 0.01, 2
    )::decimal(14, 2) as montant_territoire_eur,
    lignes.taux_reel_pct::double as taux_reel_pct,
    regles_simulees.regle,
    regles_simulees.sens,
    regles_simulees.seuil_pct::double as seuil_pct,
    regles_simulees.respect,
    regles_simulees.ecart_eur,
    hypotheses.cout_poste_eur,
    hypotheses.etp::double as etp,
    territoire_simule.territoire,
    round(territoire_simule.part_simulee_pct, 6) as part_territoire_pct,
    round(territoire_simule.etp, 6) as etp_territoire,
    territoire_simule.cout_temps_eur as cout_territoire_eur
from lignes
cross join hypotheses
left join territoire_simule on true
left join libelles_financeurs using (financeur)
left join regles_simulees
    on
        lignes.financeur = regles_simulees.type_financeur
        and regles_simulees.assiette = 'poste'
        and regles_simulees.epci_vise is null
order by coalesce(libelles_financeurs.ordre, 9)
