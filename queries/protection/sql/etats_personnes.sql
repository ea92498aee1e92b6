-- titre : Ce que les chiffres retiennent d'une personne
-- definition : Un texte par personne, qui change avec tout chiffre qui la compte ; jamais publié.
-- unite : sans
-- grain : personne
-- source : Exports des participants, contrats, heures et situations, extraction à plat
with sommes as (
    select
        personne,
        year(mois) as annee,
        structure,
        territoire
    from heures_filtrees
    where personne is not null
    group by personne, year(mois), structure, territoire
    having round(sum(heures_realisees), 6) > 0
),

lieux_et_annees as (
    select
        personne,
        string_agg(
            concat_ws('/', annee, structure, territoire), ' ' order by annee, structure, territoire
        ) as texte
    from sommes
    group by personne
),

suites as (
    select
        personne,
        concat_ws('/', cohorte.echeance, cohorte.situation, issues.issue, issues.type_sortie)
            as texte
    from cohorte
    inner join issues using (personne)
    where issues.referentiel = 'convention'
),

contrats_dates as (
    select
        personne,
        string_agg(concat_ws('/', date_debut, age_debut), ' ' order by date_debut, age_debut)
            as texte
    from contrats_tous
    where personne is not null
    group by personne
)

select
    personne,
    to_json(
        [
            lieux_et_annees.texte, suites.texte, contrats_dates.texte, personnes.sexe,
            personnes.est_brsa::varchar, personnes.est_th::varchar, personnes.est_deld::varchar,
            personnes.est_qpv::varchar, personnes.est_jeune::varchar
        ]
    )::varchar as etat
from lieux_et_annees
full join suites using (personne)
left join contrats_dates using (personne)
left join personnes using (personne)
