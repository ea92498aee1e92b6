-- titre : Précision d'une part
-- definition : L'intervalle de Wilson à 95 % du taux parmi les contrats renseignés, donné quand ils
--   sont moins de 30 : un taux sur si peu de contrats bouge beaucoup d'une année à l'autre.
-- unite : %
-- grain : maille et groupe
-- source : Wilson (1927)
with mesures as (
    select
        maille,
        groupe,
        base_renseignee as taille,
        avec / base_renseignee as part,
        1.96 * 1.96 as carre
    from bilans_pnad
    where base_renseignee < (select filtre.seuil_petit_effectif from filtre)
),

rayons as (
    select
        maille,
        groupe,
        (part + carre / (2 * taille)) / (1 + carre / taille) as centre,
        sqrt(carre * (part * (1 - part) / taille + carre / (4 * taille * taille)))
        / (1 + carre / taille) as rayon
    from mesures
)

-- Ajouter zéro efface le signe d'un zéro négatif.
select
    maille,
    groupe,
    round(100 * (centre - rayon), 1) + 0.0 as wilson_bas_pct,
    round(100 * (centre + rayon), 1) + 0.0 as wilson_haut_pct
from rayons
