-- titre : Engagements des entreprises, pour tous les marchés
-- definition : Chaque engagement rejoint son marché par numéro et lot, que le marché soit en cours
--   ou non ; écrit sans lot, il vaut pour le marché entier et ses heures vont au premier lot en
--   cours, sinon au premier lot.
-- unite : sans
-- grain : engagement et marché (lot)
-- source : Export des engagements
select
    marches_tous.marche_id,
    marches_tous.numero_lot,
    engagements.* exclude (
        engagements.numero_lot, engagements.heures_engagees, engagements.import_id,
        engagements.ligne
    ),
    engagements.role_entreprise in ('titulaire', 'mandataire', 'cotraitant') as est_attributaire,
    left(engagements.siret, 9) as siren,
    if(
        row_number() over (
            partition by engagements.import_id, engagements.structure, engagements.ligne
            order by
                marches_tous.marche_id
                not in (select marches_actifs.marche_id from marches_actifs) asc,
                marches_tous.marche_id asc
        ) = 1,
        engagements.heures_engagees,
        null
    ) as heures_engagees
from engagements
inner join marches_tous
    on
        engagements.structure = marches_tous.structure
        and engagements.numero_marche = marches_tous.numero_marche
        and (
            coalesce(engagements.numero_lot, '') in ('', marches_tous.numero_lot)
            or marches_tous.numero_lot = ''
        )
