-- titre : Annexe 2, mesures des marchés
-- definition : Marchés en cours, nouveaux (sans objet si aucune période n'est choisie), clausés
--   depuis le début du suivi, et leur typologie ; marchés sans date de notification à part.
-- unite : marchés
-- grain : mesure
-- source : Export des marchés ; convention, annexe 2 ; Méthode, règle 6
with totaux as (
    select
        count(*) filter (where est_en_cours) as marches_en_cours,
        count(*) filter (where est_nouveau) as marches_nouveaux,
        count(*) filter (where est_clause) as marches_clauses,
        count(*) filter (where est_sans_date) as sans_date
    from marches_suivis
),

valeurs as (
    unpivot totaux
    on marches_en_cours, marches_nouveaux, marches_clauses
    into name mesure value valeur
    union all by name
    select
        dimension || '|' || code as mesure,
        marches as valeur
    from typologies_marches
)

select
    valeurs.mesure,
    valeurs.valeur,
    if(valeurs.mesure in ('marches_en_cours', 'marches_clauses'), totaux.sans_date, null)
        as inconnus,
    donnees_connues.a_marches and not (filtre.est_tout and valeurs.mesure = 'marches_nouveaux')
        as est_connu
from valeurs
cross join totaux
cross join donnees_connues
cross join filtre
