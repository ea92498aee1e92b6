-- titre : Catégories de publics
-- definition : Les publics de la convention, chez les bénéficiaires de la période : oui, non ou
--   inconnu. Une personne peut être dans plusieurs catégories : elles ne s'additionnent pas. L'âge
--   calculé l'emporte sur les cases « jeune » et « senior ».
-- unite : personnes
-- grain : bénéficiaire
-- source : Exports des participants et contrats, extraction à plat ; convention, annexe 2 ;
--   Méthode, règles 9, 10 et 14
select
    beneficiaires.personne,
    beneficiaires.heures_realisees,
    personnes.niveau_formation,
    ages.age,
    true as total,
    personnes.sexe = 'femme' as femmes,
    personnes.est_brsa as brsa,
    brsa and femmes as brsa_femmes,
    coalesce(
        ages.age >= filtre.age_jeune_min and ages.age < filtre.age_jeune_max,
        case when not personnes.est_jeune then false end
    ) as jeunes_18_25,
    coalesce(ages.age < filtre.age_jeune_max, personnes.est_jeune) as moins_26,
    personnes.est_th as th,
    personnes.est_deld as deld,
    deld and not personnes.est_detld as deld_12_24,
    if(deld is null, null, personnes.est_detld) as detld,
    personnes.est_qpv as qpv,
    coalesce(ages.age >= filtre.age_senior, personnes.est_senior) as seniors
from beneficiaires
left join personnes using (personne)
left join ages using (personne)
cross join filtre
