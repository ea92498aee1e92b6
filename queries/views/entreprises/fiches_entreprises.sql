-- titre : Nom, type et secteur d'une entreprise
-- definition : Le type et le code NAF sont ceux que les exports écrivent. Dite une fois structure
--   d'insertion, GEIQ ou entreprise adaptée, une entreprise l'est. Le secteur est la division NAF.
-- unite : entreprises
-- grain : entreprise
-- source : Exports des engagements et contrats, extraction à plat ; INSEE, NAF rév. 2
with ecrites as (
    select
        entreprise as nom,
        siret,
        type_entreprise,
        left(code_naf, 2) as division
    from engagements
    union by name
    select
        employeur as nom,
        siret_employeur as siret,
        type_employeur as type_entreprise
    from contrats
    union by name
    select
        entreprise as nom,
        siret
    from extraction
),

reunies as (
    select
        coalesce(left(ecrites.siret, 9), noms_entreprises.entreprise) as entreprise,
        -- Le plus grand nom : « Bâti » plutôt que « BÂTI SARL ».
        max(noms_entreprises.nom) as nom,
        coalesce(
            min(ecrites.type_entreprise)
            filter (where ecrites.type_entreprise not in ('entreprise_classique', 'autre')),
            min(ecrites.type_entreprise),
            'inconnu'
        ) as type_entreprise,
        coalesce(min(ecrites.division), 'inconnu') as division
    from ecrites
    left join noms_entreprises using (nom)
    group by coalesce(left(ecrites.siret, 9), noms_entreprises.entreprise)
)

select
    *,
    case
        when type_entreprise in ('ei', 'ai', 'aci', 'etti', 'eiti') then 'siae'
        when type_entreprise in ('ea', 'eatt', 'esat') then 'handicap'
        when type_entreprise in ('sep', 'regie_quartier') then 'autre'
        else type_entreprise
    end as famille
from reunies
