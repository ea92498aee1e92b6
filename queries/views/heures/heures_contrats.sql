-- titre : Heures de la période, employeur et utilisateur
-- definition : Chaque ligne d'heures rejoint son contrat. L'employeuse signe le contrat ;
--   l'utilisatrice est l'entreprise où la personne travaille : en embauche directe, c'est
--   l'employeuse. À défaut de contrat, les noms écrits avec les heures. L'extraction à plat ne
--   nomme qu'une entreprise, lue comme utilisatrice : son employeuse est inconnue.
-- unite : heures
-- grain : ligne d'heures
-- source : Exports des contrats et heures, extraction à plat
with signes as (
    select
        contrats.structure,
        contrats.numero_contrat,
        contrats.type_contrat,
        coalesce(left(contrats.siret_employeur, 9), employeurs.entreprise) as employeuse,
        if(
            contrats.entreprise_utilisatrice is null and contrats.modalite = 'embauche_directe',
            employeuse,
            utilisateurs.entreprise
        ) as utilisatrice
    from contrats
    left join noms_entreprises as employeurs on contrats.employeur = employeurs.nom
    left join noms_entreprises as utilisateurs
        on contrats.entreprise_utilisatrice = utilisateurs.nom
    qualify row_number() over (
        partition by contrats.structure, contrats.numero_contrat
        order by contrats.import_id desc, contrats.ligne desc
    ) = 1
)

select
    heures_filtrees.structure,
    heures_filtrees.mois,
    heures_filtrees.marche_id,
    heures_filtrees.personne,
    heures_filtrees.heures_realisees,
    coalesce(signes.type_contrat, heures_filtrees.type_contrat) as type_contrat,
    coalesce(signes.employeuse, employeurs.entreprise) as employeuse,
    coalesce(signes.utilisatrice, left(heures_filtrees.siret, 9), utilisateurs.entreprise)
        as utilisatrice
from heures_filtrees
left join signes using (structure, numero_contrat)
left join noms_entreprises as employeurs on heures_filtrees.employeur = employeurs.nom
left join noms_entreprises as utilisateurs on heures_filtrees.entreprise = utilisateurs.nom
