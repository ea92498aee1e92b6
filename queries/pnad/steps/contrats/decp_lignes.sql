-- titre : Lignes des DECP
-- definition : Chaque ligne reçue (contrat, titulaire et modification), rattachée à son contrat :
--   l'identifiant unique de la source ou, à défaut, le SIRET de l'acheteur suivi du numéro écrit
--   de la même façon. Une concession n'est jamais le marché de même numéro.
-- unite : lignes
-- grain : ligne de source
-- source : DECP
select
    decp_situees.* exclude (considerations_sociales),
    statuts_sociaux.*,
    coalesce(
        nullif(decp_situees.uid, ''),
        coalesce(decp_situees.acheteur_siret, '')
        || regexp_replace(decp_situees.numero_net, '[ ,\\./]', '_', 'g')
    ) || if(decp_situees.type_contrat = 'concession', '|concession', '') as cle,
    regexp_replace(upper(decp_situees.numero_net), '[^A-Z0-9]', '', 'g') as numero_compact,
    dense_rank() over (
        partition by cle
        order by decp_situees.date_notification asc nulls last, decp_situees.rang_modification asc
    ) as rang_version,
    row_number() over (
        partition by cle
        order by
            decp_situees.date_notification asc nulls last,
            decp_situees.rang_modification asc,
            decp_situees.date_publication asc nulls last,
            decp_situees.source_decp asc,
            decp_situees.import_id asc,
            decp_situees.ligne asc
    ) as rang_ligne
from decp_situees
left join statuts_sociaux using (considerations_sociales)
