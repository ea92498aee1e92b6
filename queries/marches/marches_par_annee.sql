-- titre : Marchés clausés, année par année
-- definition : Notifiés dans l'année, notifiés depuis le début du suivi, en cours (notifiés et pas
--   réellement finis avant le 1er janvier), et ceux qui ont généré des heures dans l'année. Un
--   marché en cours plusieurs années compte dans chacune : elles ne s'additionnent pas.
-- unite : marchés
-- grain : année
-- source : Exports des marchés et heures ; convention, annexe 2 ; Méthode, règle 6
-- libelles : avec_heures = Avec des heures ; notifies_cumules = Notifiés depuis le début
with limites as (
    select
        greatest(filtre.debut, min(marches_suivis.date_notification)) as debut,
        least(filtre.fin, max(jours_de_reference.jour)) as fin
    from marches_suivis
    inner join jours_de_reference using (structure)
    cross join filtre
    where marches_suivis.est_clause
    group by filtre.debut, filtre.fin
),

annees as (
    select
        unnest(generate_series(year(debut), year(fin))) as annee,
        debut as premier_jour,
        fin as dernier_jour,
        greatest(debut, make_date(annee, 1, 1)) as debut,
        least(fin, make_date(annee, 12, 31)) as fin
    from limites
),

heures_annuelles as (
    select
        marche_id,
        year(mois) as annee
    from heures_mensuelles
    group by marche_id, year(mois)
    having sum(heures_realisees) > 0
)

select
    annees.annee::integer as annee,
    count(*) filter (where marches_suivis.date_notification >= annees.debut) as nouveaux,
    count(*) as notifies_cumules,
    count(*) filter (where coalesce(marches_suivis.date_fin_reelle >= annees.debut, true))
        as en_cours,
    count(heures_annuelles.marche_id) as avec_heures,
    annees.fin = make_date(annees.annee, 12, 31) as est_complete
from annees
inner join marches_suivis on annees.fin >= marches_suivis.date_notification
left join heures_annuelles
    on
        marches_suivis.marche_id = heures_annuelles.marche_id
        and annees.annee = heures_annuelles.annee
where marches_suivis.est_clause
group by annees.annee, annees.fin
order by annees.annee
