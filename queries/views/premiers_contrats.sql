-- titre : Premier contrat et échéance à six mois
-- definition : Le premier contrat clausé d'une personne est le plus ancien, toutes structures
--   confondues et avant tout filtre. Six mois calendaires plus tard vient l'échéance (31 août :
--   28 ou 29 février). Un premier contrat de la première année d'historique d'une structure, ou
--   postérieur à celui qu'écrit le logiciel, est incertain : un contrat plus ancien a pu exister.
-- unite : date
-- grain : personne
-- source : Export des contrats, extraction à plat ; convention, annexe 2 ; règle du projet 5
with historiques as (
    select
        structure,
        min(date_debut) as debut_historique
    from contrats_tous
    group by structure
),

dates_ecrites as (
    select
        identites.personne,
        min(situations.date_premier_contrat) as date_ecrite
    from situations
    inner join identites using (structure, numero_participant)
    group by identites.personne
),

premiers as (
    select
        contrats_tous.personne,
        contrats_tous.date_debut as date_premier_contrat,
        if(bool_or(contrats_tous.date_fin is null), null, min(contrats_tous.date_fin))
            as date_fin_premier_contrat,
        bool_or(contrats_tous.date_debut < historiques.debut_historique + interval 1 year)
            as est_debut_historique
    from contrats_tous
    inner join historiques using (structure)
    where contrats_tous.personne is not null and contrats_tous.date_debut is not null
    group by contrats_tous.personne, contrats_tous.date_debut
    qualify row_number() over (
        partition by contrats_tous.personne order by contrats_tous.date_debut
    ) = 1
)

select
    premiers.personne,
    premiers.date_premier_contrat,
    if(
        filtre.point_de_depart = 'fin_premier_contrat',
        premiers.date_fin_premier_contrat,
        premiers.date_premier_contrat
    ) as date_depart,
    (date_depart + to_months(filtre.delai_sortie_mois))::date as echeance,
    premiers.est_debut_historique
    or coalesce(dates_ecrites.date_ecrite < premiers.date_premier_contrat, false)
        as est_depart_incertain
from premiers
left join dates_ecrites using (personne)
cross join filtre
