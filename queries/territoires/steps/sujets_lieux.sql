-- titre : Ce que l'on compte, et où
-- definition : Chaque personne, marché, entreprise ou donneur d'ordre que compte un chiffre de la
--   période, dans chaque lieu où il compte, le territoire choisi n'en retirant aucun. Une personne
--   y pèse ses heures ; tout autre sujet, 1.
-- unite : selon l'indicateur
-- grain : indicateur, sujet et lieu (répétitions admises)
-- source : Tous les exports ; convention, annexe 2 ; Méthode, règles 5 à 11
with lots as (
    select distinct
        marches_vivants.marche_id,
        donneurs_ordre.donneur_ordre,
        territoires.territoire,
        territoires.lieu
    from territoires
    inner join marches_vivants using (marche_id)
    left join donneurs_ordre using (ecriture)
    where territoires.est_de_la_structure
    window du_marche as (partition by marches_vivants.marche_id)
    -- Un marché situé par une personne au moins n'est pas inconnu pour les autres.
    qualify
        territoires.territoire != 'inconnu'
        or not bool_or(territoires.territoire != 'inconnu') over du_marche
)

select
    'marches_en_cours' as indicateur,
    marche_id as sujet,
    territoire,
    lieu,
    1.0 as poids
from lots
union all
select
    'donneurs_ordre_accompagnes' as indicateur,
    donneur_ordre as sujet,
    territoire,
    lieu,
    1.0 as poids
from lots
union all
select
    'donneurs_ordre_accompagnes' as indicateur,
    donneur_ordre as sujet,
    territoire,
    lieu,
    1.0 as poids
from actions_situees
where nature_action = 'accompagnement'
union all
select
    'entreprises' as indicateur,
    engagements_lots.siren as sujet,
    lots.territoire,
    lots.lieu,
    1.0 as poids
from lots
inner join engagements_lots using (marche_id)
where engagements_lots.est_attributaire
union all
select * from personnes_lieux
