-- titre : Entrée du registre des traitements
-- definition : Le texte à reprendre dans le registre de chaque responsable. Ce qui est à
--   compléter ou à confirmer le dit.
-- unite : sans
-- grain : rubrique
-- source : Tables de référence
-- portee : publique
select
    rubrique,
    texte as texte_a_reprendre,
    source
from ref_personne
where document = 'registre'
order by ordre
