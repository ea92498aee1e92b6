-- titre : Personnes à relancer à six mois
-- definition : Pour la structure choisie, et elle seule, les numéros de participants dont les six
--   mois après le premier contrat tombent dans le trimestre, sans situation connue et hors contrat
--   clausé. Jamais de nom ; un numéro qui n'en a pas la forme n'est pas gardé. Sans structure
--   choisie, la liste est vide.
-- unite : sans
-- grain : numéro de participant
-- source : Exports des contrats et situations ; convention, annexe 2 ; Méthode, règle 26
-- trimestre : seul
-- portee : personnes
select
    identites.structure,
    identites.numero_participant,
    six_mois_sans_situation.echeance,
    if(six_mois_sans_situation.situation = 'injoignable', 'Injoignable', 'Non renseignée')
        as situation
from six_mois_sans_situation
inner join identites using (personne)
inner join filtre on identites.structure = filtre.structure
where
    (identites.structure, identites.numero_participant) in (
        select (contrats.structure, contrats.numero_participant) from contrats
    )
order by six_mois_sans_situation.echeance, identites.numero_participant
