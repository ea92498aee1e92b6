-- titre : Part des contrats avec une considération sociale, par mois
-- definition : Contrats notifiés pour la première fois dans le mois. Un mois est incomplet pendant
--   les deux mois qui le suivent : c'est le délai légal de publication.
-- unite : contrats et %
-- grain : mois de première notification
-- source : DECP ; fiche technique de la DAJ, juin 2024
-- portee : publique
select
    groupe as mois,
    * exclude (maille, groupe)
from parts_pnad
where maille = 'mois'
order by mois
