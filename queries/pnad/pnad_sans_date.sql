-- titre : Contrats sans date de notification
-- definition : Contrats du périmètre dont la date de notification est vide, illisible ou impossible
--   dans la donnée publiée. Ils sont gardés, mais d'aucune année : aucune part, d'une année comme
--   de toute la période, ne les compte. La période choisie n'agit donc pas ici. Sans un tel
--   contrat, aucune ligne.
-- unite : contrats
-- grain : une ligne
-- source : DECP
-- portee : publique
with comptes as (
    select
        count(*) as contrats,
        count(distinct acheteur_siret) as acheteurs,
        count(*) filter (where statut_social = 'avec') as avec
    from contrats_pnad
    where date_notification is null
)

select
    comptes.*,
    date_decp.date_donnees
from comptes
cross join date_decp
where comptes.contrats > 0
