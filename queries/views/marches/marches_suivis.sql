-- titre : Marchés de la structure et du territoire choisis
-- definition : Tous les marchés, en prévision et terminés compris, avec leur acheteur et leur lieu.
--   Clausé : notifié au plus tard à la fin de la période, ni en prévision ni infructueux.
--   Nouvellement clausé : en cours et notifié dans la période ; l'export ne date pas l'avenant qui
--   ajoute une clause. Sans période choisie, « nouveau » n'a pas de sens.
-- unite : marchés
-- grain : marché (lot)
-- source : Export des marchés ; convention, annexe 2 ; Méthode, règle 6
with perimetre as (
    select distinct marche_id
    from territoires
    where est_retenu
),

etapes as (
    select
        marches_tous.*,
        marches_actifs.marche_id is not null as est_en_cours,
        coalesce(marches_tous.statut_marche = 'en_prevision', false) as est_a_venir,
        coalesce(marches_tous.statut_marche not in ('en_prevision', 'infructueux'), true)
            as est_attribue,
        est_attribue and coalesce(marches_tous.date_notification <= filtre.fin, false)
            as est_clause,
        est_attribue and marches_tous.date_notification is null as est_sans_date,
        if(
            filtre.est_tout, null, est_en_cours and marches_tous.date_notification >= filtre.debut
        ) as est_nouveau
    from marches_tous
    inner join perimetre using (marche_id)
    left join marches_actifs using (marche_id)
    cross join filtre
)

select
    etapes.* exclude (programme, nature_marche),
    coalesce(etapes.programme, 'inconnu') as programme,
    coalesce(etapes.nature_marche, 'inconnu') as nature_marche,
    coalesce(fiches_marches.procedure_clause, 'inconnu') as procedure_clause,
    coalesce(fiches_marches.secteur_activite, 'inconnu') as secteur_activite,
    fiches_marches.numero_operation,
    fiches_marches.operation,
    fiches_marches.objet,
    fiches_marches.montant_ht_eur,
    fiches_marches.date_demarrage,
    donneurs_ordre.donneur_ordre,
    donneurs_ordre.nom as acheteur,
    coalesce(donneurs_ordre.type_maitre_ouvrage, 'inconnu') as type_maitre_ouvrage,
    coalesce(ref_commune.nom, fiches_marches.commune_travaux) as commune,
    ref_commune.epci,
    ref_epci.nom_court as nom_epci
from etapes
left join fiches_marches using (marche_id)
left join donneurs_ordre using (ecriture)
left join ref_commune on etapes.code_insee_travaux = ref_commune.code_insee
left join ref_epci on ref_commune.epci = ref_epci.siren
