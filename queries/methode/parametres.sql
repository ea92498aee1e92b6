-- titre : Paramètres
-- definition : Les règles chiffrées que suivent les calculs, d'où elles viennent, et celles que le
--   copil doit confirmer.
-- unite : selon la ligne
-- grain : paramètre
-- source : Tables de référence
-- codes : cle
-- libelles : valeur_par_defaut = Valeur par défaut
-- portee : publique
select
    parametres_en_vigueur.cle,
    case parametres_en_vigueur.cle
        when 'diviseur_etp' then format('{:g}', filtre.diviseur_etp)
        when 'point_de_depart' then filtre.point_de_depart
        when 'formation_positive_convention' then if(filtre.est_formation_positive, 'oui', 'non')
        else parametres_en_vigueur.valeur
    end as valeur,
    parametres_en_vigueur.valeur as valeur_par_defaut,
    parametres_en_vigueur.unite,
    parametres_en_vigueur.libelle,
    parametres_en_vigueur.source,
    parametres_en_vigueur.statut
from parametres_en_vigueur
cross join filtre
order by parametres_en_vigueur.cle
