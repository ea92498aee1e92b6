-- titre : Échéance et situation de chaque personne
-- definition : Pour chaque personne ayant eu un contrat, où que ce soit : son échéance (six mois
--   après le premier contrat) et sa situation ce jour-là. Une échéance postérieure à la date des
--   données n'est pas mûre ; le jour même, elle l'est. Encore en contrat clausé ce jour-là sans
--   autre situation connue : pas encore sortie.
-- unite : personnes
-- grain : personne
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 3 à 5
with dates as (
    select min(dates_extraction.date_extraction) as date_extraction
    from dates_extraction
    cross join filtre
    where filtre.structure is null or dates_extraction.structure = filtre.structure
),

en_contrat as (
    select distinct contrats_tous.personne
    from contrats_tous
    inner join premiers_contrats using (personne)
    where
        premiers_contrats.echeance between contrats_tous.date_debut
        and coalesce(contrats_tous.date_fin, premiers_contrats.echeance)
)

select
    premiers_contrats.*,
    coalesce(premiers_contrats.echeance <= dates.date_extraction, false) as est_mure,
    case
        when situations_observees.est_connue then situations_observees.situation
        when en_contrat.personne is not null then 'toujours_en_contrat_clause'
        else coalesce(situations_observees.situation, 'non_renseigne')
    end as situation
from premiers_contrats
left join situations_observees using (personne)
left join en_contrat using (personne)
cross join dates
