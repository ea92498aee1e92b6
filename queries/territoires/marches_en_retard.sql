-- titre : Marchés derrière leur calendrier
-- definition : Marchés ouverts dont les heures réalisées, à la fin du trimestre (ou à la date des
--   données si elle vient avant), sont au-dessous des heures prévues rapportées au temps écoulé.
--   L'écart a deux bornes : au mieux, en comptant les heures du marché écrites sans lot et sans
--   attendre celles des mois dont la saisie n'est pas finie. Le retard est sûr s'il reste au mieux.
--   Un marché n'avance pas toujours au rythme du calendrier : c'est un point à voir, pas un
--   constat.
-- unite : heures
-- grain : marché (lot)
-- source : Exports des marchés et heures, extraction à plat ; convention, article 6
-- trimestre : seul
select
    calendriers_marches.marche_id,
    bilans_marches.acheteur,
    bilans_marches.operation,
    bilans_marches.objet,
    bilans_marches.numero_lot,
    bilans_marches.structure,
    bilans_marches.commune,
    bilans_marches.nom_epci,
    calendriers_marches.date_debut,
    calendriers_marches.date_fin_prevue,
    calendriers_marches.jour,
    round(100 * calendriers_marches.part_ecoulee, 1) as part_ecoulee_pct,
    calendriers_marches.heures_prevues,
    calendriers_marches.heures_attendues,
    calendriers_marches.heures_realisees,
    calendriers_marches.ecart_heures,
    calendriers_marches.ecart_au_mieux,
    calendriers_marches.ecart_au_mieux < 0 as est_sur,
    bilans_marches.entreprises,
    strftime(bilans_marches.dernier_mois, '%Y-%m') as dernier_mois
from calendriers_marches
inner join bilans_marches using (marche_id)
where calendriers_marches.ecart_heures < 0
order by calendriers_marches.ecart_heures asc, calendriers_marches.marche_id asc
