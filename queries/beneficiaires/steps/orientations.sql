-- titre : Quartier et prescripteur d'une personne
-- definition : Quand deux fiches d'une même personne nomment deux quartiers ou deux prescripteurs,
--   la plus ancienne l'emporte : c'est l'entrée dans la clause.
-- unite : sans
-- grain : personne
-- source : Export des participants
with rangees as (
    select
        identites.personne,
        participants.code_qpv,
        participants.qpv_generation,
        participants.prescripteur,
        row_number() over (
            partition by identites.personne
            order by
                participants.date_entree asc nulls last,
                participants.structure asc,
                participants.numero_participant asc
        ) as rang
    from participants
    inner join identites using (structure, numero_participant)
)

select
    personne,
    arg_min(code_qpv, rang) filter (where code_qpv is not null) as code_qpv,
    arg_min(qpv_generation, rang) filter (where code_qpv is not null) as qpv_generation,
    arg_min(prescripteur, rang) filter (where prescripteur is not null) as prescripteur
from rangees
group by personne
