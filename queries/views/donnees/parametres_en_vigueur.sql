-- titre : Paramètres en vigueur
-- definition : Les règles chiffrées en vigueur à la fin de la période (aujourd'hui, si elle n'est
--   pas finie). De deux lignes en vigueur, celle qui a commencé le plus tard l'emporte.
-- unite : selon la ligne
-- grain : paramètre
-- source : Liste des paramètres
select
    ref_parametre.cle,
    ref_parametre.valeur,
    ref_parametre.unite,
    ref_parametre.libelle,
    ref_parametre.source,
    ref_parametre.statut
from ref_parametre
cross join filtre
where
    coalesce(ref_parametre.date_debut <= filtre.jour_des_regles, true)
    and coalesce(ref_parametre.date_fin >= filtre.jour_des_regles, true)
qualify row_number() over (
    partition by ref_parametre.cle order by ref_parametre.date_debut desc nulls last
) = 1
