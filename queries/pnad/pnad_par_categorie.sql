-- titre : Part des contrats avec une considération sociale, par catégorie d'acheteur
-- definition : Catégorie de l'acheteur d'après la liste des acheteurs, sinon d'après son SIREN.
--   Pour un groupement de commandes, l'acheteur est le coordonnateur. La comparaison nationale
--   juste pour les communes et les EPCI est celle des collectivités.
-- unite : contrats et %
-- grain : catégorie d'acheteur
-- source : DECP, liste des acheteurs
-- codes : categorie
-- portee : publique
with parts as (
    select
        groupe as categorie,
        * exclude (maille, groupe)
    from parts_pnad
    where maille = 'categorie'
),

libelles as (
    select distinct
        categorie,
        categorie_libelle,
        categorie_ordre
    from contrats_pnad
)

select
    parts.*,
    libelles.categorie_libelle as libelle
from parts
inner join libelles using (categorie)
order by libelles.categorie_ordre, parts.categorie
