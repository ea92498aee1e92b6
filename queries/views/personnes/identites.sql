-- titre : Personnes derrière les numéros
-- definition : Chaque numéro de participant d'une structure renvoie à une personne. La même
--   personne suivie par deux structures porte le même pseudonyme ; sans fiche, elle reste propre
--   à sa structure.
-- unite : sans
-- grain : structure et numéro de participant
-- source : Exports des participants, contrats, heures et situations ; note sur la
--   confidentialité ; Méthode, règle 10
with numeros as (
    select
        structure,
        numero_participant,
        personne,
        code_insee_residence,
        code_qpv
    from participants
    union all by name
    select
        structure,
        numero_participant
    from contrats
    union all by name
    select
        structure,
        numero_participant
    from heures
    union all by name
    select
        structure,
        numero_participant
    from situations
)

select
    structure,
    numero_participant,
    coalesce(min(personne), structure || '|' || numero_participant) as personne,
    coalesce(min(code_insee_residence), '') as code_insee_residence,
    coalesce(min(code_qpv), '') as code_qpv_residence
from numeros
where numero_participant is not null
group by structure, numero_participant
