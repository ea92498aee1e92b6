-- titre : Publics de la convention, réponse par réponse
-- definition : Pour chaque bénéficiaire et chaque public, la réponse connue : oui ou non. Une
--   réponse absente est inconnue.
-- unite : personnes
-- grain : bénéficiaire et catégorie renseignée
-- source : Exports des participants et contrats, extraction à plat ; convention, annexe 2
with publics as (
    select * exclude (heures_realisees, niveau_formation, age) from categories
)

unpivot publics
on columns(* exclude (personne))
into name categorie value est_dedans
