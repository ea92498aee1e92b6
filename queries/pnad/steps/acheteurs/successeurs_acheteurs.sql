-- titre : Successeurs d'un acheteur disparu
-- definition : Le dernier successeur d'un acheteur absorbé ou fusionné, de proche en proche : ses
--   contrats comptent avec ceux du successeur, et l'histoire ne s'interrompt pas. Un SIREN que la
--   liste ne donne pas est celui qui porte ce nom dans les DECP ou dans la liste des acheteurs ;
--   s'il n'y est pas non plus, chacun garde ses contrats.
-- unite : acheteurs
-- grain : SIREN disparu
-- source : Liste des successions d'acheteurs, liste des acheteurs, DECP
with recursive suites as (
    select
        nom as ancien,
        nom_successeur as dernier,
        1 as rang
    from ref_succession_acheteur
    union all
    select
        suites.ancien,
        ref_succession_acheteur.nom_successeur as dernier,
        suites.rang + 1 as rang
    from suites
    inner join ref_succession_acheteur on suites.dernier = ref_succession_acheteur.nom
    where suites.rang < 10
),

derniers as (
    select
        ancien,
        arg_max(dernier, rang) as dernier
    from suites
    group by ancien
),

noms as (
    select
        siren,
        lower(strip_accents(nom)) as nom
    from ref_acheteur
    union
    select
        left(acheteur_siret, 9) as siren,
        lower(strip_accents(acheteur_nom)) as nom
    from decp
    union
    select
        unnest([siren, siren_successeur]) as siren,
        unnest([lower(strip_accents(nom)), lower(strip_accents(nom_successeur))]) as nom
    from ref_succession_acheteur
)

select
    anciens.siren,
    min(nouveaux.siren) as successeur
from derniers
inner join noms as anciens on lower(strip_accents(derniers.ancien)) = anciens.nom
inner join noms as nouveaux on lower(strip_accents(derniers.dernier)) = nouveaux.nom
where anciens.siren != nouveaux.siren
group by anciens.siren
