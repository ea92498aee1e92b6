-- titre : Part des contrats avec une considération sociale, par année
-- definition : Contrats notifiés pour la première fois dans l'année, selon ce que leurs données
--   essentielles déclarent. Une case vide n'est pas un « non » : le taux porte sur les contrats
--   renseignés, entre la borne basse (aucun des autres n'en a) et la borne haute (tous en ont). Une
--   déclaration contradictoire n'est ni avec ni sans : elle est sans réponse lisible. Sous 30
--   contrats renseignés, l'intervalle de Wilson à 95 % dit la précision du taux. Considérations
--   sociales et marchés clausés suivis par les facilitateurs sont deux notions : elles ne se
--   rapportent pas l'une à l'autre.
-- unite : contrats et %
-- grain : année de première notification
-- source : DECP ; PNAD 2022-2025, 30 % des contrats notifiés dans l'année
-- portee : publique
select
    groupe::integer as annee,
    * exclude (maille, groupe)
from parts_pnad
where maille = 'annee'
order by annee
