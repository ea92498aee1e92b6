-- titre : Suite d'un contrat
-- definition : Pour chaque personne, son dernier contrat fini dans la période et à la date des
--   données, et ce que l'on en sait : un autre contrat clausé dans les 90 jours, une situation
--   relevée de 30 jours avant à 90 jours après, injoignable, fin trop récente, ou rien.
-- unite : personnes
-- grain : personne
-- source : Exports des contrats et situations, extraction à plat ; convention, article 3
with suites as (
    select distinct dernieres_fins.personne
    from dernieres_fins
    inner join contrats_tous using (personne)
    cross join filtre
    where
        contrats_tous.date_debut <= dernieres_fins.date_fin + filtre.fenetre_apres_jours
        and coalesce(contrats_tous.date_fin > dernieres_fins.date_fin, true)
),

releves as (
    select
        dernieres_fins.personne,
        bool_or(situations_datees.code != 'injoignable') as est_connue
    from dernieres_fins
    inner join situations_datees using (personne)
    cross join filtre
    where
        situations_datees.jour >= dernieres_fins.date_fin - filtre.fenetre_avant_jours
        and situations_datees.jour <= dernieres_fins.date_fin + filtre.fenetre_apres_jours
    group by dernieres_fins.personne
)

select
    dernieres_fins.*,
    case
        when suites.personne is not null then 'contrat_suivant'
        when releves.est_connue then 'connue'
        when dernieres_fins.date_extraction < dernieres_fins.date_fin + filtre.fenetre_apres_jours
            then 'recente'
        else if(releves.personne is null, 'inconnue', 'injoignable')
    end as suite
from dernieres_fins
cross join filtre
left join suites using (personne)
left join releves using (personne)
