-- titre : Marchés et entreprises de chaque périmètre
-- definition : Marchés clausés notifiés au plus tard le dernier jour de l'année (ou de la période)
--   et pas réellement finis avant son premier jour ; entreprises attributaires de ces marchés, par
--   numéro SIREN.
-- unite : marchés et entreprises
-- grain : périmètre d'une année
-- source : Exports des marchés et engagements ; convention, annexe 2 ; Méthode, règles 6 et 7
with lieux_de_marche as (
    select distinct
        marche_id,
        structure,
        territoire
    from territoires
    where est_retenu
),

cas as (
    select distinct
        perimetres_suivis.perimetre,
        marches_suivis.marche_id
    from marches_suivis
    inner join lieux_de_marche using (marche_id)
    cross join filtre
    inner join perimetres_suivis
        on
            marches_suivis.date_notification
            <= least(make_date(perimetres_suivis.annee, 12, 31), filtre.fin)
            and coalesce(
                marches_suivis.date_fin_reelle
                >= greatest(make_date(perimetres_suivis.annee, 1, 1), filtre.debut),
                true
            )
            and coalesce(lieux_de_marche.structure = perimetres_suivis.structure, true)
            and coalesce(lieux_de_marche.territoire = perimetres_suivis.epci, true)
    where marches_suivis.est_clause
)

select
    cas.perimetre,
    count(distinct cas.marche_id) as marches_en_cours,
    count(distinct engagements_lots.siren) filter (
        where engagements_lots.role_entreprise in ('titulaire', 'mandataire', 'cotraitant')
    ) as nombre_entreprises
from cas
left join engagements_lots using (marche_id)
group by cas.perimetre
