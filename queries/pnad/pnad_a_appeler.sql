-- titre : Les acheteurs à appeler
-- definition : Les acheteurs dont des contrats de la période ne disent ni oui ni non : la case
--   « considérations sociales » est vide, ou sa déclaration se contredit. Une réponse manquante
--   n'est pas un non : c'est l'acheteur qui la donne, sur son profil. Un acheteur absorbé compte
--   avec son successeur.
-- unite : contrats
-- grain : acheteur (SIREN)
-- source : DECP, listes des acheteurs et de leurs successions
-- portee : publique
select
    acheteur,
    min(nom) as nom,
    mode(categorie_libelle order by categorie_libelle) as categorie_libelle,
    min(nom_epci) as nom_epci,
    min(structures_en_charge) as structures,
    count(*) filter (where statut_social in ('non_renseigne', 'contradictoire')) as sans_reponse,
    count(*) filter (where statut_social = 'avec') as avec,
    count(*) filter (where statut_social = 'sans') as sans,
    count(*) as contrats
from contrats_pnad
where est_de_la_periode
group by acheteur
having sans_reponse > 0
order by sans_reponse desc, nom asc, acheteur asc
