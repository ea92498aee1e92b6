-- titre : Situations à six mois à relever
-- definition : Personnes dont l'échéance, six mois après le premier contrat, est passée sans
--   situation connue, ou tombe dans les trente jours qui suivent la date des données, et qui ne
--   sont plus en contrat clausé ce jour-là. Une ligne par structure où la personne a un contrat. Le
--   numéro est celui du logiciel de la structure, et n'est donné que si elle est choisie dans les
--   filtres. Jamais de nom. Un retard négatif dit les jours qui restent.
-- unite : personnes
-- grain : structure et personne
-- source : Exports des contrats et situations, extraction à plat ; convention, annexe 2 ; Méthode,
--   règles 3 à 5
-- portee : personnes
with dates as (
    -- La même date que l'échéance mûre : la plus ancienne des structures choisies.
    select min(dates_extraction.date_extraction) as date_donnees
    from dates_extraction
    cross join filtre
    where filtre.structure is null or dates_extraction.structure = filtre.structure
),

suivies as (
    select distinct
        contrats_perimetre.structure,
        contrats_perimetre.personne
    from contrats_perimetre
    cross join filtre
    where filtre.structure is null or contrats_perimetre.structure = filtre.structure
),

numeros as (
    select
        identites.structure,
        identites.personne,
        min(identites.numero_participant) as numero_participant
    from identites
    inner join contrats using (structure, numero_participant)
    inner join filtre on identites.structure = filtre.structure
    group by identites.structure, identites.personne
)

select
    suivies.structure,
    numeros.numero_participant,
    case
        when not cohorte.est_mure then 'echeance_proche'
        when cohorte.situation = 'injoignable' then 'echeance_injoignable'
        else 'echeance_passee'
    end as motif,
    cohorte.echeance,
    dates.date_donnees - cohorte.echeance as retard_jours
from cohorte
inner join suivies using (personne)
cross join dates
left join numeros using (structure, personne)
where
    cohorte.situation in ('non_renseigne', 'injoignable')
    and cohorte.echeance <= dates.date_donnees + 30
order by cohorte.echeance, suivies.structure, numeros.numero_participant
