-- titre : Paramètres
-- definition : Les règles chiffrées que suivent les calculs, d'où elles viennent, et celles que le
--   copil doit confirmer.
-- unite : selon la ligne
-- grain : paramètre
-- source : Tables de référence
select
    ref_parametre.cle,
    case ref_parametre.cle
        when 'diviseur_etp' then format('{:g}', filtre.diviseur_etp)
        when 'point_de_depart' then filtre.point_de_depart
        when 'formation_positive_convention' then if(filtre.est_formation_positive, 'oui', 'non')
        else ref_parametre.valeur
    end as valeur,
    ref_parametre.valeur as valeur_par_defaut,
    ref_parametre.unite,
    ref_parametre.libelle,
    ref_parametre.source,
    ref_parametre.statut
from ref_parametre
cross join filtre
order by ref_parametre.cle
