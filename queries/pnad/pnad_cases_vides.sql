-- titre : Contrats dont la case sociale est vide
-- definition : Contrats publiés dont le champ « considérations sociales » est vide ou se contredit,
--   acheteur par acheteur : à faire compléter. Un format de publication sans ce champ (2019) n'est
--   pas un oubli : il n'y est pas. L'âge compte les jours de la notification à la date des
--   données.
-- unite : contrats
-- grain : contrat
-- source : DECP
-- codes : cle
-- portee : publique
select
    contrats_pnad.structures_en_charge as structures,
    contrats_pnad.acheteur,
    contrats_pnad.nom as acheteur_nom,
    contrats_pnad.nom_epci,
    if(contrats_pnad.statut_social = 'contradictoire', 'case_contradictoire', 'case_vide') as motif,
    contrats_pnad.numero,
    contrats_pnad.objet,
    contrats_pnad.montant_plausible_eur::double as montant_eur,
    contrats_pnad.date_notification,
    date_decp.date_donnees - contrats_pnad.date_notification as retard_jours,
    contrats_pnad.cle
from contrats_pnad
cross join date_decp
where
    contrats_pnad.statut_social in ('non_renseigne', 'contradictoire')
    and contrats_pnad.est_de_la_periode
order by
    contrats_pnad.nom, contrats_pnad.acheteur, contrats_pnad.date_notification, contrats_pnad.cle
