-- titre : Équivalents temps plein
-- definition : Heures réalisées dans la période divisées par la durée annuelle d'un temps plein. La
--   convention n'en fixe aucune : le diviseur est montré et peut être changé.
-- unite : équivalents temps plein sur un an
-- grain : une ligne
-- source : Export des heures, extraction à plat
-- libelles : diviseur_etp = Heures d'un temps plein par an
with sommes as (
    select coalesce(sum(heures_realisees), 0) as heures_realisees
    from heures_filtrees
)

select
    if(donnees_connues.a_heures, round(sommes.heures_realisees, 2), null)::double
        as heures_realisees,
    filtre.diviseur_etp,
    if(donnees_connues.a_heures, round(sommes.heures_realisees / filtre.diviseur_etp, 1), null)
    ::double as etp
from filtre
cross join donnees_connues
cross join sommes
