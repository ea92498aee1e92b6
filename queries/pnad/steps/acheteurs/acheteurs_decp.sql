-- titre : Acheteurs publics et leur siège
-- definition : Chaque SIRET d'acheteur des DECP, et chaque donneur d'ordre suivi par un
--   facilitateur, avec son nom et son siège. Le SIREN d'une commune dit son code INSEE (21 84 0 007
--   : Avignon) ; sinon la liste des acheteurs, puis ce qu'écrit la source. Un acheteur disparu
--   rejoint son successeur.
-- unite : acheteurs
-- grain : SIRET (DECP) ou SIREN (suivi)
-- source : DECP, liste des acheteurs et de leurs successions, listes des communes et des EPCI
with ecrits as (
    select
        acheteur_siret as identifiant,
        mode(acheteur_nom order by acheteur_nom) as nom_ecrit,
        max(acheteur_commune_code) as commune_ecrite,
        coalesce(bool_or(acheteur_departement_code = '84'), false) as est_ecrit_84
    from decp
    where acheteur_siret is not null
    group by acheteur_siret
    union all by name
    select
        siren as identifiant,
        nom as nom_ecrit,
        false as est_ecrit_84
    from fiches_donneurs_ordre
    where siren is not null
),

situes as (
    select
        ecrits.*,
        left(ecrits.identifiant, 9) as siren_ecrit,
        coalesce(successeurs_acheteurs.successeur, siren_ecrit) as acheteur,
        ref_acheteur.nom as nom_connu,
        ref_acheteur.type as type_connu,
        ref_acheteur.epci_siege,
        coalesce(
            case
                when starts_with(siren_ecrit, '21')
                    then substr(siren_ecrit, 3, 2) || substr(siren_ecrit, 6, 3)
            end,
            ref_acheteur.code_insee_siege,
            ecrits.commune_ecrite
        ) as commune_siege,
        coalesce(commune_siege, ref_acheteur.epci_siege, '') as lieu_siege
    from ecrits
    left join successeurs_acheteurs on left(ecrits.identifiant, 9) = successeurs_acheteurs.siren
    left join ref_acheteur
        on
            coalesce(successeurs_acheteurs.successeur, left(ecrits.identifiant, 9))
            = ref_acheteur.siren
)

select
    situes.*,
    lieux.epci,
    lieux.structure as structures_en_charge,
    coalesce(situes.nom_connu, situes.nom_ecrit, 'SIREN ' || situes.acheteur) as nom
from situes
left join lieux on situes.lieu_siege = lieux.lieu
