-- titre : Déclaré et suivi : combien de chaque constat
-- definition : Le nombre de contrats ou de marchés de chaque constat, selon la confiance du
--   rapprochement. Les constats ne s'additionnent pas : un contrat gagné par une structure
--   d'insertion peut en avoir deux.
-- unite : constats
-- grain : constat et confiance
-- source : DECP, exports des marchés et engagements
-- portee : publique
select
    constats_decp.constat,
    coalesce(constats_decp.confiance, 'sans_objet') as confiance,
    count(*) as nombre
from constats_decp
cross join filtre
where filtre.est_tout or constats_decp.jour between filtre.debut and filtre.fin
group by constats_decp.constat, coalesce(constats_decp.confiance, 'sans_objet')
order by constats_decp.constat, confiance
