-- titre : Entreprises à qui un contrat peut être réservé
-- definition : Structures d'insertion par l'activité économique, entreprises adaptées, ESAT et
--   structures en milieu pénitentiaire, telles que les facilitateurs les déclarent dans leurs
--   engagements. Une liste partielle : elle ne connaît que les entreprises déjà suivies.
-- unite : entreprises
-- grain : SIREN
-- source : Export des engagements ; code de la commande publique, L. 2113-12 à L. 2113-14
select
    left(engagements.siret, 9) as siren,
    min(engagements.entreprise) as entreprise,
    min(ref_code.libelle) as type_siae
from engagements
inner join ref_code
    on ref_code.liste = 'type_entreprise' and engagements.type_entreprise = ref_code.code
where
    engagements.siret is not null
    and engagements.type_entreprise in
    ('ei', 'ai', 'aci', 'etti', 'eiti', 'ea', 'eatt', 'esat', 'sep')
group by left(engagements.siret, 9)
