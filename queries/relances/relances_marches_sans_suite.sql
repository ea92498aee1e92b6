-- titre : Marchés finissant sous six mois, sans suite chez l'acheteur
-- definition : Marchés ouverts dont la fin prévue tombe dans les six mois qui suivent la date des
--   données (ou la fin de la période), et dont l'acheteur n'a rien ensuite : ni marché en
--   prévision, ni marché ouvert qui dure au-delà (sans fin prévue, il dure), où que ce soit et
--   quelle que soit la structure. Sans acheteur connu, on ne sait pas : le marché y est.
-- unite : marchés
-- grain : marché (lot)
-- source : Exports des marchés, engagements et heures ; Méthode, règle 6
-- libelles : reste_jours = Jours restants
with horizon as (
    select min(jour) + interval 6 month as fin
    from jours_de_reference
),

acheteurs_suivis as (
    select distinct donneurs_ordre.donneur_ordre
    from marches_tous
    inner join donneurs_ordre using (ecriture)
    cross join horizon
    where
        donneurs_ordre.donneur_ordre is not null
        and (
            marches_tous.statut_marche = 'en_prevision'
            or (
                marches_tous.date_notification is not null
                and marches_tous.date_fin_reelle is null
                and coalesce(
                    marches_tous.statut_marche not in ('infructueux', 'termine', 'resilie'), true
                )
                and coalesce(marches_tous.date_fin_prevue > horizon.fin, true)
            )
        )
)

select
    bilans_marches.structure,
    'fin_sans_suite' as motif,
    bilans_marches.acheteur,
    bilans_marches.operation,
    bilans_marches.objet,
    bilans_marches.numero_marche,
    bilans_marches.numero_lot,
    bilans_marches.nom_epci,
    bilans_marches.date_fin_prevue,
    bilans_marches.date_fin_prevue - bilans_marches.jour as reste_jours,
    bilans_marches.heures_prevues::double as heures_prevues,
    bilans_marches.heures_realisees
from bilans_marches
anti join acheteurs_suivis using (donneur_ordre)
where bilans_marches.est_bientot_fini
order by
    bilans_marches.date_fin_prevue, bilans_marches.structure, bilans_marches.numero_marche,
    bilans_marches.numero_lot
