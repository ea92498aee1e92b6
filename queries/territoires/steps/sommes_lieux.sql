-- titre : Poids de chaque sujet dans chaque territoire
-- definition : Ce que pèse une personne, un marché, une entreprise ou un donneur d'ordre dans le
--   département entier, dans chaque EPCI, dans la partie de l'EPCI qui est en Vaucluse et dans
--   chaque commune.
-- unite : selon l'indicateur
-- grain : indicateur, maille, code et sujet
-- source : Tous les exports ; listes des communes
with mailles as (
    select
        sujets_lieux.indicateur,
        sujets_lieux.sujet,
        sujets_lieux.poids,
        unnest(['departement', 'epci', 'epci_84', 'commune']) as maille,
        unnest([
            '84',
            sujets_lieux.territoire,
            if(coalesce(ref_commune.est_dans_84, true), sujets_lieux.territoire, null),
            ref_commune.code_insee
        ]) as code
    from sujets_lieux
    left join ref_commune on sujets_lieux.lieu = ref_commune.code_insee
)

select
    indicateur,
    maille,
    code,
    sujet,
    -- L'arrondi efface le résidu binaire d'une correction exacte (0,1 + 0,2 - 0,3).
    round(sum(poids), 6) as poids
from mailles
where code is not null
group by indicateur, maille, code, sujet
