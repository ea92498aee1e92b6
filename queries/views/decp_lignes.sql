-- titre : Lignes des DECP
-- definition : Chaque ligne reçue (contrat, titulaire et modification), rattachée à son contrat :
--   l'identifiant unique de la source ou, à défaut, le SIRET de l'acheteur suivi du numéro écrit
--   de la même façon. Une concession n'est jamais le marché de même numéro. Un code région 84
--   n'est pas le Vaucluse.
-- unite : lignes
-- grain : ligne de source
-- source : DECP ; dossier PNAD et DECP, § 2 et 6.2
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
    nettes.* exclude (considerations_sociales),
    statuts_sociaux.*,
    coalesce(
        nullif(nettes.uid, ''),
        coalesce(nettes.acheteur_siret, '')
        || regexp_replace(nettes.numero_net, '[ ,\\./]', '_', 'g')
    ) || if(nettes.type_contrat = 'concession', '|concession', '') as cle,
    regexp_replace(upper(nettes.numero_net), '[^A-Z0-9]', '', 'g') as numero_compact,
    -- Une forme par type de lieu : « 8400 » est un code postal des Ardennes au zéro perdu.
    coalesce(
        regexp_full_match(nettes.lieu_code, case nettes.type_lieu
            when 'code postal' then '84\d{3}'
            when 'code commune' then '84\d{3}'
            when 'code canton' then '84\d{2}'
            when 'code arrondissement' then '84\d{1,2}'
            when 'code departement' then '84'
        end),
        false
    ) as est_execute_84,
    dense_rank() over (
        partition by cle
        order by nettes.date_notification asc nulls last, nettes.rang_modification asc
    ) as rang_version,
    row_number() over (
        partition by cle
        order by
            nettes.date_notification asc nulls last,
            nettes.rang_modification asc,
            nettes.date_publication asc nulls last,
            nettes.source_decp asc,
            nettes.import_id asc,
            nettes.ligne asc
    ) as rang_ligne
from nettes
left join statuts_sociaux using (considerations_sociales)
