-- titre : Périmètres d'un acheteur
-- definition : A son siège en Vaucluse un acheteur dont le SIREN est de la série 84, dont la
--   commune de siège est du Vaucluse, ou que la source ou la liste des acheteurs y place ; un EPCI
--   de siège inconnu, s'il y a le plus d'habitants. Sont signataires le Département, les trois EPCI
--   de la convention et leurs communes ; l'État l'est aussi, mais le préfet n'a pas de SIREN connu.
-- unite : acheteurs
-- grain : SIRET (DECP) ou SIREN (suivi)
-- source : Liste des acheteurs, listes des communes et des EPCI ; convention
with situes as (
    select
        acheteurs_decp.*,
        categories_acheteurs.* exclude (identifiant),
        ref_epci.nom_court as nom_epci,
        ref_epci.est_signataire as est_epci_signataire,
        if(
            acheteurs_decp.siren_ecrit = acheteurs_decp.epci,
            2 * ref_epci.population_84 > ref_epci.population_totale,
            acheteurs_decp.type_connu is not null
        ) as est_connu_84
    from acheteurs_decp
    inner join categories_acheteurs using (identifiant)
    left join ref_epci on acheteurs_decp.epci = ref_epci.siren
)

select
    *,
    left(siren_ecrit, 4) in ('2184', '2284', '2484', '2584', '2684', '2884')
    or est_ecrit_84
    or coalesce(starts_with(commune_siege, '84'), est_connu_84) as est_siege_84,
    starts_with(siren_ecrit, '2284')
    or coalesce((categorie = 'commune' or acheteur = epci) and est_epci_signataire, false)
        as est_signataire
from situes
