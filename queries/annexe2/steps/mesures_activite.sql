-- titre : Annexe 2, mesures de l'activité et des entreprises
-- definition : Donneurs d'ordre contactés et accompagnés, collectivités sensibilisées, entreprises
--   par rôle, secteurs ; et ce qui n'est pas renseigné.
-- unite : selon la mesure
-- grain : mesure
-- source : Exports des marchés, engagements, contrats, heures et actions ; convention, annexe 2
with secteurs as (
    select
        count(*) filter (where division != 'inconnu') as secteurs,
        coalesce(sum(entreprises) filter (where division = 'inconnu'), 0) as inconnus
    from secteurs_attributaires
)

select
    'donneurs_ordre_contactes' as mesure,
    count(*) filter (where est_contacte) as valeur,
    coalesce(sum(contacts) filter (where not est_nomme), 0) as inconnus,
    (select activite_connue.a_actions from activite_connue) as est_connu
from etapes_donneurs_ordre
union all by name
select
    'collectivites_sensibilisees' as mesure,
    count(*) filter (where est_collectivite_sensibilisee) as valeur,
    coalesce(sum(sensibilisations) filter (where not est_nomme), 0) as inconnus,
    (select activite_connue.a_actions from activite_connue) as est_connu
from etapes_donneurs_ordre
union all by name
select
    'donneurs_ordre_accompagnes' as mesure,
    count(*) filter (where est_accompagne) as valeur,
    coalesce(sum(marches_en_cours) filter (where not est_nomme), 0) as inconnus,
    (select activite_connue.a_marches from activite_connue) as est_connu
from etapes_donneurs_ordre
union all by name
select
    'entreprises_' || role as mesure,
    entreprises as valeur,
    sans_siren as inconnus,
    est_connu
from bilans_roles
union all by name
select
    'secteurs' as mesure,
    secteurs.secteurs as valeur,
    secteurs.inconnus,
    bilans_roles.est_connu
from secteurs
inner join bilans_roles on bilans_roles.role = 'attributaire'
