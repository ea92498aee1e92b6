-- titre : Bénéficiaires par niveau de formation
-- definition : Niveau du plus haut diplôme des personnes ayant travaillé dans la période. La part
--   porte sur les niveaux connus.
-- unite : personnes et %
-- grain : niveau de formation, plus « inconnu »
-- source : Exports des participants et heures, extraction à plat
-- codes : niveau
-- libelles : niveau = Niveau
with niveaux as (
    select
        code as niveau,
        libelle,
        ordre
    from ref_code
    where liste = 'niveau_formation'
    union all
    select
        'inconnu' as niveau,
        'Niveau inconnu' as libelle,
        99 as ordre
),

comptes as (
    select
        coalesce(niveau_formation, 'inconnu') as niveau,
        count(*) as beneficiaires
    from categories
    group by coalesce(niveau_formation, 'inconnu')
)

select
    niveaux.niveau,
    niveaux.libelle,
    coalesce(comptes.beneficiaires, 0) as beneficiaires,
    if(
        niveaux.niveau = 'inconnu',
        null,
        round(
            100.0 * coalesce(comptes.beneficiaires, 0)
            / sum(comptes.beneficiaires) filter (where niveaux.niveau != 'inconnu') over (),
            1
        )
    )::double as part_pct
from niveaux
left join comptes using (niveau)
order by niveaux.ordre
