-- titre : Ce que l'on a reçu des données de la commande publique
-- definition : Tout ce qui a été importé, sans filtre : fichiers, lignes, contrats avant et après
--   fusion des doublons probables, acheteurs. La part d'exemple dit combien de lignes sont
--   inventées : au-dessus de zéro, aucun de ces nombres n'est à citer.
-- unite : selon la colonne
-- grain : une ligne
-- source : DECP, imports
-- libelles : lignes = Lignes
-- portee : publique
with lignes as (
    select
        count(*) as lignes,
        count(distinct decp.import_id) as fichiers,
        count(*) filter (where coalesce(imports.est_exemple, false)) as lignes_exemple,
        count(*) filter (where decp.a_colonne_considerations) as lignes_avec_champ
    from decp
    left join imports using (import_id)
),

comptes as (
    select
        count(*) as contrats_avant_fusion,
        count(*) filter (where est_garde) as contrats,
        count(*) filter (where not est_garde) as fusionnes,
        count(distinct acheteur_siret) as acheteurs,
        count(*) filter (where est_siege_84) as contrats_siege,
        count(*) filter (where est_execute_84) as contrats_execution,
        count(*) filter (where date_notification is null) as sans_date,
        count(*) filter (where montant_plausible_eur is null) as montants_invraisemblables,
        min(date_notification) as premiere_notification,
        max(date_notification) as derniere_notification
    from decp_contrats
)

select
    lignes.fichiers,
    lignes.lignes,
    comptes.*,
    lignes.lignes_exemple,
    round(100.0 * lignes.lignes_exemple / nullif(lignes.lignes, 0), 1) as part_exemple_pct,
    round(100.0 * lignes.lignes_avec_champ / nullif(lignes.lignes, 0), 1) as part_avec_champ_pct,
    date_decp.date_donnees
from lignes
cross join comptes
cross join date_decp
