-- titre : Contrats de la structure et du territoire choisis
-- definition : Contrats que retiennent la structure, l'EPCI et le bassin choisis, toutes périodes
--   confondues.
-- unite : contrats
-- grain : contrat
-- source : Export des contrats, extraction à plat
select contrats_tous.*
from contrats_tous
inner join territoires
    using (
        structure, numero_marche, numero_lot, code_insee_residence, code_qpv_residence
    )
where territoires.est_retenu
