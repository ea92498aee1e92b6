-- titre : Chiffres du département
-- definition : Chaque chiffre dans le département entier, travaux hors du département et territoire
--   inconnu compris, sans que le territoire choisi n'en retire ; et pour 1 000 habitants du
--   Vaucluse.
-- unite : selon l'indicateur
-- grain : indicateur
-- source : Tous les exports ; liste des communes
with habitants as (
    select sum(population) as population
    from ref_commune
    where est_dans_84
)

select
    indicateurs_territoires.indicateur,
    if(
        indicateurs_connus.est_connu,
        coalesce(
            mesures_lieux.valeur, if(indicateurs_territoires.est_par_habitant, 0, null)::double
        ),
        null
    ) as departement,
    if(
        indicateurs_territoires.est_par_habitant,
        1000.0 * departement / habitants.population,
        null
    )::double as departement_pour_1000
from indicateurs_territoires
cross join habitants
inner join indicateurs_connus on indicateurs_territoires.porte_par = indicateurs_connus.indicateur
left join mesures_lieux
    on
        indicateurs_territoires.indicateur = mesures_lieux.indicateur
        and mesures_lieux.maille = 'departement'
