-- titre : Personnes
-- definition : Quand deux fiches d'une même personne se contredisent, oui l'emporte sur non ; un
--   critère qu'aucune fiche ne renseigne est inconnu. Demandeur d'emploi de longue durée (DELD) :
--   la case, la case « très longue durée », ou une inscription d'au moins 12 mois au premier
--   contrat. Travailleur handicapé : RQTH ou AAH. Le niveau retenu est le plus haut.
-- unite : personnes
-- grain : personne
-- source : Export des participants, extraction à plat ; Méthode, règle 10
with anciennetes as (
    select
        fiches.*,
        coalesce(
            fiches.duree_inscription_mois >= filtre.seuil_deld_mois,
            fiches.date_inscription_de + to_months(filtre.seuil_deld_mois)
            <= premiers_contrats.date_premier_contrat
        ) as est_inscrit_longtemps,
        coalesce(
            fiches.duree_inscription_mois >= 24,
            fiches.date_inscription_de + interval 24 month
            <= premiers_contrats.date_premier_contrat
        ) as est_inscrit_deux_ans
    from fiches
    left join premiers_contrats using (personne)
    cross join filtre
)

select
    personne,
    min(sexe) as sexe,
    max(niveau_formation) as niveau_formation,
    bool_or(est_brsa) as est_brsa,
    bool_or(est_th) as est_th,
    bool_or(if(est_inscrit_longtemps, true, coalesce(est_deld, est_inscrit_longtemps))) as est_deld,
    coalesce(bool_or(est_detld or est_inscrit_deux_ans), false) as est_detld,
    bool_or(est_qpv) as est_qpv,
    bool_or(est_jeune) as est_jeune,
    bool_or(est_senior) as est_senior
from anciennetes
where personne is not null
group by personne
