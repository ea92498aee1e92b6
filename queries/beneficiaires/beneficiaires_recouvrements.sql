-- titre : Recouvrement des catégories
-- definition : Combien de personnes sont à la fois dans plusieurs publics de la convention :
--   bénéficiaires du RSA, jeunes de 18 à 25 ans, travailleurs handicapés, demandeurs d'emploi de
--   longue durée, résidents de quartiers prioritaires. Chaque personne est dans une seule
--   combinaison ; « aucune » veut dire aucune de ces catégories, à ce que l'on sait.
-- unite : personnes
-- grain : combinaison exacte de catégories
-- source : Exports des participants, contrats et heures, extraction à plat ; Méthode, règles 8
--   à 10
-- libelles : nombre_categories = Nombre de catégories
with listes as (
    select
        list_filter(
            [
                if(brsa, 'brsa', null),
                if(jeunes_18_25, 'jeunes_18_25', null),
                if(th, 'th', null),
                if(deld, 'deld', null),
                if(qpv, 'qpv', null)
            ],
            lambda code: code is not null
        ) as codes
    from categories
)

select
    if(len(codes) = 0, 'aucune', array_to_string(codes, '+')) as combinaison,
    len(codes) as nombre_categories,
    count(*) as beneficiaires
from listes
group by codes
order by beneficiaires desc, combinaison asc
