-- titre : Part des contrats avec une considération sociale, sur la période
-- definition : Les mêmes nombres que par année, pour toute la période choisie : bornes, taux parmi
--   les contrats renseignés, complétude. Sans contrat dans la période, aucune ligne.
-- unite : contrats et %
-- grain : une ligne
-- source : DECP ; PNAD 2022-2025, 30 % des contrats notifiés dans l'année
-- portee : publique
with parts as (
    select * exclude (maille, groupe)
    from parts_pnad
    where maille = 'total'
)

select
    parts.*,
    date_decp.date_donnees
from parts
cross join date_decp
