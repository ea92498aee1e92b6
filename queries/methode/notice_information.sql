-- titre : Notice d'information des personnes suivies
-- definition : Le texte à remettre à chaque personne par la structure qui la suit. Ce qui est à
--   compléter le dit.
-- unite : sans
-- grain : rubrique
-- source : Tables de référence
-- portee : publique
select
    rubrique,
    texte as texte_a_reprendre,
    source
from ref_personne
where document = 'notice'
order by ordre
