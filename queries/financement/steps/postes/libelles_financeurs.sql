-- titre : Sortes de financeurs
-- definition : L'État, le Département et l'EPCI sont attendus sur chaque poste par la convention :
--   absents du plan, ils sont « non renseignés ». Un autre financeur ne se montre que s'il existe.
-- unite : sans
-- grain : sorte de financeur
-- source : Convention, article 4
with sortes (ordre, financeur, libelle, est_attendu) as (
    values
    (1, 'etat', 'État', true),
    (2, 'departement', 'Département', true),
    (3, 'epci', 'EPCI', true),
    (4, 'autre', 'Autre financeur', false),
    (5, 'non_renseigne', 'Non renseigné', false)
)

select * from sortes
