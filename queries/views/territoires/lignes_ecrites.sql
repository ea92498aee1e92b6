-- titre : Marchés, lots et résidences tels qu'écrits
-- definition : Toutes les façons dont un contrat, des heures ou un marché nomment leur marché, leur
--   lot, la commune et le quartier de résidence ; un blanc s'ils ne la nomment pas.
-- unite : sans
-- grain : structure, marché, lot, commune et quartier de résidence
-- source : Exports des marchés, contrats et heures, extraction à plat
select
    structure,
    numero_marche,
    numero_lot,
    code_insee_residence,
    code_qpv_residence
from contrats_tous
union
select
    structure,
    numero_marche,
    numero_lot,
    code_insee_residence,
    code_qpv_residence
from heures_toutes
union
select
    structure,
    numero_marche,
    numero_lot,
    '' as code_insee_residence,
    '' as code_qpv_residence
from marches_tous
