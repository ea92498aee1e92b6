-- titre : Chiffres de chaque territoire
-- definition : Chaque chiffre dans chaque EPCI et commune : la valeur entière, ce que les communes
--   hors du Vaucluse lui ajoutent, et la valeur pour 1 000 habitants, celle du Vaucluse rapportée à
--   ses habitants du Vaucluse. Sans données reçues de ses structures, ou lu par territoire de
--   structure, un chiffre est inconnu, ce qui n'est pas zéro.
-- unite : selon l'indicateur
-- grain : maille, code et indicateur
-- source : Tous les exports ; listes des EPCI et des communes
with connus as (
    select
        lieux_comparables.*,
        indicateurs_territoires.*,
        filtre.axe != 'structure' and indicateurs_connus.est_connu
        and (mesures_lieux.valeur is not null or connaissances_lieux.est_connu) as a_valeur,
        if(indicateurs_territoires.est_par_habitant, 0, null)::double as neant,
        if(a_valeur, coalesce(mesures_lieux.valeur, neant), null) as valeur,
        if(lieux_comparables.maille = 'epci', du_84.valeur, mesures_lieux.valeur) as mesure_84
    from lieux_comparables
    cross join indicateurs_territoires
    cross join filtre
    inner join indicateurs_connus
        on indicateurs_territoires.porte_par = indicateurs_connus.indicateur
    left join connaissances_lieux using (maille, code, porte_par)
    left join mesures_lieux
        on
            indicateurs_territoires.indicateur = mesures_lieux.indicateur
            and lieux_comparables.maille = mesures_lieux.maille
            and lieux_comparables.code = mesures_lieux.code
    left join mesures_lieux as du_84
        on
            indicateurs_territoires.indicateur = du_84.indicateur
            and du_84.maille = 'epci_84'
            and lieux_comparables.code = du_84.code
)

select
    * exclude (a_valeur, neant, mesure_84),
    if(
        maille = 'epci' and est_par_habitant and valeur is not null,
        round(valeur - coalesce(mesure_84, 0), 2),
        null
    ) as dont_hors_84,
    if(
        est_par_habitant and valeur is not null,
        1000.0 * coalesce(mesure_84, 0) / nullif(population, 0),
        null
    ) as pour_1000_habitants
from connus
