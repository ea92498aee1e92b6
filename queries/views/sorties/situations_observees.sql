-- titre : Situation observée à six mois
-- definition : La situation relevée à six mois, ou toute situation datée de 30 jours avant à
--   90 jours après l'échéance. La plus proche de l'échéance l'emporte, à égale distance la plus
--   tardive ; une situation connue l'emporte toujours sur « injoignable ». Un relevé à six mois
--   sans date est réputé fait à l'échéance.
-- unite : sans
-- grain : personne
-- source : Export des situations, extraction à plat ; convention, annexe 2 ; Méthode, règle 3
with candidates as (
    select
        situations_relevees.personne,
        situations_relevees.situation,
        situations_relevees.date_releve,
        situations_relevees.situation != 'injoignable' as est_connue,
        abs(coalesce(situations_relevees.date_releve - premiers_contrats.echeance, 0))
            as ecart_jours
    from situations_relevees
    inner join premiers_contrats using (personne)
    cross join filtre
    where
        situations_relevees.situation in (select ref_situation.code from ref_situation)
        and situations_relevees.situation != 'non_renseigne'
        and (
            situations_relevees.est_a_six_mois
            or situations_relevees.date_releve
            between premiers_contrats.echeance - filtre.fenetre_avant_jours
            and premiers_contrats.echeance + filtre.fenetre_apres_jours
        )
)

select * exclude (ecart_jours)
from candidates
qualify row_number() over (
    partition by personne
    order by est_connue desc, ecart_jours asc, date_releve desc nulls last, situation asc
) = 1
