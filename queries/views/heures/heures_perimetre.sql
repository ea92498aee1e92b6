-- titre : Heures de la structure et du territoire choisis
-- definition : Heures réalisées des lignes que retiennent la structure, l'EPCI et le bassin
--   choisis, toutes périodes confondues.
-- unite : heures
-- grain : ligne d'heures
-- source : Export des heures, extraction à plat
-- forme : vue
select
    heures_toutes.*,
    territoires.marche_id,
    territoires.donneur_ordre,
    territoires.territoire
from heures_toutes
inner join territoires
    using (
        structure, numero_marche, numero_lot, code_insee_residence, code_qpv_residence
    )
where territoires.est_retenu
