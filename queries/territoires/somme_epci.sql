-- titre : Somme des EPCI et département
-- definition : Pour chaque chiffre, la somme des 14 EPCI, ce qui est hors de ces EPCI ou de
--   territoire inconnu, et le département. Un chiffre additif s'y retrouve à l'unité ; pour les
--   autres, la colonne « pourquoi » dit ce qui compte deux fois. Le territoire choisi n'y change
--   rien.
-- unite : selon la ligne
-- grain : indicateur
-- source : Tous les exports ; listes des EPCI et des communes
-- portee : structure
with sommes as (
    select
        indicateurs_territoires.indicateur,
        sum(mesures_lieux.valeur) filter (where ref_epci.siren is not null) as somme,
        sum(mesures_lieux.valeur) filter (where mesures_lieux.code = 'hors_departement')
            as hors,
        sum(mesures_lieux.valeur) filter (where mesures_lieux.code = 'inconnu') as sans_lieu
    from indicateurs_territoires
    left join mesures_lieux
        on
            indicateurs_territoires.indicateur = mesures_lieux.indicateur
            and mesures_lieux.maille = 'epci'
    left join ref_epci on mesures_lieux.code = ref_epci.siren
    where indicateurs_territoires.est_par_habitant
    group by indicateurs_territoires.indicateur
),

-- Un chiffre inconnu du département l'est de ses EPCI ; un taux n'a pas de somme.
lisibles as (
    select
        indicateurs_territoires.indicateur,
        filtre.axe != 'structure'
        and indicateurs_territoires.est_par_habitant
        and reperes_departement.departement is not null as est_lisible
    from indicateurs_territoires
    inner join reperes_departement using (indicateur)
    cross join filtre
)

select
    indicateurs_territoires.indicateur,
    indicateurs_territoires.libelle,
    indicateurs_territoires.unite,
    if(lisibles.est_lisible, round(coalesce(sommes.somme, 0), 2), null) as somme_epci,
    if(lisibles.est_lisible, round(coalesce(sommes.hors, 0), 2), null) as hors_epci,
    if(lisibles.est_lisible, round(coalesce(sommes.sans_lieu, 0), 2), null) as inconnu,
    reperes_departement.departement,
    round(somme_epci + hors_epci + inconnu - reperes_departement.departement, 2) as ecart,
    indicateurs_territoires.est_additif,
    indicateurs_territoires.raison as pourquoi
from indicateurs_territoires
inner join reperes_departement using (indicateur)
inner join lisibles using (indicateur)
left join sommes using (indicateur)
order by indicateurs_territoires.ordre
