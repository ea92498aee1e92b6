-- titre : Marchés clausés
-- definition : Un marché est un lot d'une structure ; le même numéro chez deux structures fait
--   deux marchés. Les marchés connus par la seule extraction à plat y sont, sans date ni statut.
-- unite : marchés
-- grain : structure, numéro de marché et lot
-- source : Export des marchés, extraction à plat ; Méthode, règle 7
with lots as (
    select
        structure,
        coalesce(numero_marche, '') as numero_marche,
        coalesce(numero_lot, '') as numero_lot,
        maitre_ouvrage,
        left(siret_maitre_ouvrage, 9) as siren_ecrit,
        coalesce(code_insee_travaux, '') as code_insee_travaux,
        coalesce(code_qpv_travaux, '') as code_qpv_travaux,
        programme,
        nature_marche,
        date_notification,
        date_fin_prevue,
        date_fin_reelle,
        statut_marche,
        heures_prevues,
        import_id,
        ligne
    from marches
),

derniers as (
    select * exclude (import_id, ligne) from lots
    qualify row_number() over (
        partition by structure, numero_marche, numero_lot
        order by import_id desc, ligne desc
    ) = 1
),

seulement_extraits as (
    select
        extraction.structure,
        extraction.numero_marche,
        min(extraction.maitre_ouvrage) as maitre_ouvrage,
        '' as numero_lot,
        '' as code_insee_travaux,
        '' as code_qpv_travaux
    from extraction
    anti join derniers using (structure, numero_marche)
    where extraction.numero_marche is not null
    group by extraction.structure, extraction.numero_marche
),

reunis as (
    select * from derniers
    union all by name
    select * from seulement_extraits
)

select
    *,
    structure || '|' || numero_marche || '|' || numero_lot as marche_id,
    coalesce(siren_ecrit, '') || '|' || coalesce(maitre_ouvrage, '') as ecriture
from reunis
