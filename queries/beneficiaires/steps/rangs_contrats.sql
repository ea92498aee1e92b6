-- titre : Rang d'un contrat dans un parcours
-- definition : Le rang de chaque contrat clausé d'une personne, toutes structures confondues et
--   avant tout filtre : premier, deuxième…
-- unite : contrats
-- grain : personne et contrat
-- source : Export des contrats, extraction à plat
select
    *,
    row_number() over (
        partition by personne
        order by date_debut asc, date_fin asc nulls last, structure asc, numero_marche asc
    ) as rang
from contrats_tous
where personne is not null and date_debut is not null
