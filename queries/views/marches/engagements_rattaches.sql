-- titre : Engagements des entreprises et lots de leur marché
-- definition : Chaque engagement rejoint son marché par numéro et lot, que le marché soit en cours
--   ou non ; écrit sans lot, il vaut pour le marché entier, et rejoint chacun de ses lots, que
--   « lots » compte.
-- unite : sans
-- grain : engagement et marché (lot)
-- source : Export des engagements
select
    marches_tous.marche_id,
    marches_tous.numero_lot,
    engagements.* exclude (engagements.numero_lot, engagements.heures_engagees),
    engagements.role_entreprise in ('titulaire', 'mandataire', 'cotraitant') as est_attributaire,
    left(engagements.siret, 9) as siren,
    engagements.heures_engagees as heures_ecrites,
    count(*) over (
        partition by engagements.import_id, engagements.structure, engagements.ligne
    ) as lots
from engagements
inner join marches_tous
    on
        engagements.structure = marches_tous.structure
        and engagements.numero_marche = marches_tous.numero_marche
        and (
            coalesce(engagements.numero_lot, '') in ('', marches_tous.numero_lot)
            or marches_tous.numero_lot = ''
        )
