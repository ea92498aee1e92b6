-- titre : Premier contrat et échéance à six mois
-- definition : Le premier contrat clausé d'une personne est le plus ancien, toutes structures
--   confondues et avant tout filtre. Six mois calendaires plus tard vient l'échéance (31 août :
--   28 ou 29 février). Un premier contrat de la première année d'historique d'une structure, ou
--   postérieur à celui qu'écrit le logiciel, est incertain : un contrat plus ancien a pu exister.
-- unite : date
-- grain : personne
-- source : Export des contrats, extraction à plat ; convention, annexe 2 ; Méthode, règle 5
with dates_ecrites as (
    select
        identites.personne,
        min(situations.date_premier_contrat) as date_ecrite
    from situations
    inner join identites using (structure, numero_participant)
    group by identites.personne
),

-- Qui revient après une purge garde le premier contrat d'avant.
retenus as (
    select
        contrats_premiers.personne,
        contrats_premiers.est_debut_historique,
        departs.date_premier_contrat < contrats_premiers.date_premier_contrat as est_revenu,
        if(est_revenu, departs.date_premier_contrat, contrats_premiers.date_premier_contrat)
            as date_premier_contrat,
        if(est_revenu, departs.date_fin_premier_contrat, contrats_premiers.date_fin_premier_contrat)
            as date_fin_premier_contrat
    from contrats_premiers
    left join departs using (personne)
)

select
    retenus.personne,
    retenus.date_premier_contrat,
    if(
        filtre.point_de_depart = 'fin_premier_contrat',
        retenus.date_fin_premier_contrat,
        retenus.date_premier_contrat
    ) as date_depart,
    (date_depart + to_months(filtre.delai_sortie_mois))::date as echeance,
    retenus.est_debut_historique
    or coalesce(dates_ecrites.date_ecrite < retenus.date_premier_contrat, false)
        as est_depart_incertain
from retenus
left join dates_ecrites using (personne)
cross join filtre
