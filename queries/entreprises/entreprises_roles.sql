-- titre : Entreprises attributaires, utilisatrices et employeuses
-- definition : Attributaires : titulaires, mandataires ou cotraitants d'un marché en cours, par
--   numéro SIREN. Utilisatrices : là où les personnes ont travaillé dans la période. Employeuses :
--   celles qui signent les contrats. Une entreprise peut tenir les trois rôles : ces nombres ne
--   s'additionnent jamais. Celles dont le SIREN manque sont comptées à part, par leur nom.
-- unite : entreprises
-- grain : rôle
-- source : Exports des engagements, contrats et heures, extraction à plat ; convention, annexe 2 ;
--   Méthode, règle 7
-- codes : role
-- libelles : heures_inconnues = Heures sans entreprise connue ; marches_inconnus = Marchés sans
--   entreprise connue ; role = Rôle ; sans_siren = Sans SIREN
with roles (ordre, role, libelle) as (
    values
    (1, 'attributaire', 'Entreprises attributaires'),
    (2, 'utilisatrice', 'Entreprises utilisatrices'),
    (3, 'employeuse', 'Entreprises employeuses')
)

select
    roles.role,
    roles.libelle,
    if(bilans_roles.est_connu, bilans_roles.entreprises, null) as entreprises,
    if(bilans_roles.est_connu, bilans_roles.sans_siren, null) as sans_siren,
    bilans_roles.heures_realisees,
    if(bilans_roles.est_connu, bilans_roles.heures_inconnues, null) as heures_inconnues,
    if(bilans_roles.est_connu, bilans_roles.marches_inconnus, null) as marches_inconnus
from roles
inner join bilans_roles using (role)
order by roles.ordre
