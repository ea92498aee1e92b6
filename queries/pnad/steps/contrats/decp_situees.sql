-- titre : Lieu des lignes de DECP
-- definition : Chaque ligne reçue, et si l'un de ses lieux d'exécution est en Vaucluse : une
--   forme par type de lieu, car « 8400 » est un code postal des Ardennes au zéro perdu. Plusieurs
--   lieux se répondent rang par rang ; un seul type vaut pour tous. Un code région 84 n'est pas
--   le Vaucluse.
-- unite : lignes
-- grain : ligne de source
-- source : DECP
with nettes as (
    select
        decp.*,
        trim(regexp_replace(coalesce(decp.numero, ''), '^(INX|MQ|CDL|NC)\b', '')) as numero_net,
        coalesce(decp.modification_id, 0) as rang_modification,
        trim(lower(strip_accents(decp.lieu_type_code))) as type_lieu,
        -- Le format de 2019 n'a pas le champ : il ne dit ni oui ni non.
        decp.source_decp != 'json_2019' and coalesce(decp.a_colonne_considerations, true)
            as est_lisible
    from decp
)

select
    *,
    coalesce(
        len(list_filter(
            range(1, len(string_split(lieu_code, ',')) + 1),
            lambda rang: regexp_full_match(
                trim(string_split(lieu_code, ',')[rang]),
                case trim(coalesce(
                    nullif(string_split(type_lieu, ',')[rang], ''),
                    string_split(type_lieu, ',')[1],
                    ''
                ))
                    when '' then '84\d{3}'
                    when 'code postal' then '84\d{3}'
                    when 'code commune' then '84\d{3}'
                    when 'code canton' then '84\d{2}'
                    when 'code arrondissement' then '84\d{1,2}'
                    when 'code departement' then '0?84'
                end
            )
        )) > 0,
        false
    ) as est_execute_84
from nettes
