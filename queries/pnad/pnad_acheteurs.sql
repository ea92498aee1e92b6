-- titre : Les acheteurs : part, complétude et chemin vers la cible
-- definition : Pour chaque acheteur, la part de ses contrats avec une considération sociale, entre
--   bornes, le nombre qui lui manque pour 30 %, et la part de ses contrats où chaque champ est
--   rempli : les considérations et les autres champs obligatoires. Un acheteur absorbé compte avec
--   son successeur.
-- unite : contrats et %
-- grain : acheteur (SIREN)
-- source : DECP, listes des acheteurs et de leurs successions
-- codes : categorie, epci
-- portee : publique
with parts as (
    select
        groupe as acheteur,
        * exclude (maille, groupe)
    from parts_pnad
    where maille = 'acheteur'
),

champs as (
    select
        acheteur,
        min(nom) as nom,
        mode(categorie order by categorie) as categorie,
        mode(categorie_libelle order by categorie_libelle) as categorie_libelle,
        min(epci) as epci,
        min(nom_epci) as nom_epci,
        min(structures_en_charge) as structures,
        bool_or(est_signataire) as est_signataire,
        max(date_notification) as derniere_notification,
        round(100.0 * count(objet) / count(*), 1) as objet_pct,
        round(100.0 * count(code_cpv_lu) / count(*), 1) as cpv_pct,
        round(100.0 * count(montant_plausible_eur) / count(*), 1) as montant_pct,
        round(100.0 * count(date_fin) / count(*), 1) as duree_pct,
        round(100.0 * count(lieu_code) / count(*), 1) as lieu_pct,
        round(100.0 * count(procedure) / count(*), 1) as procedure_pct,
        round(100.0 * count(date_publication) / count(*), 1) as publication_pct
    from contrats_pnad
    where est_de_la_periode
    group by acheteur
)

select
    parts.*,
    champs.* exclude (champs.acheteur)
from parts
inner join champs using (acheteur)
order by parts.contrats desc, champs.nom asc, parts.acheteur asc
