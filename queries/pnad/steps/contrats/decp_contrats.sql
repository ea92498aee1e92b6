-- titre : Contrats de la commande publique
-- definition : Un contrat par ligne, doublons marqués, avec son acheteur. Marché subséquent : il
--   nomme un accord-cadre autre que lui-même ; accord-cadre : la technique ou la nature le dit. Un
--   montant inférieur à 200 € ou d'un milliard et plus est invraisemblable : il ne situe pas le
--   contrat par rapport à un seuil. La fin attendue est la première notification augmentée de la
--   dernière durée connue.
-- unite : contrats
-- grain : contrat, avant fusion des doublons
-- source : DECP, liste des acheteurs
with decrits as (
    select
        decp_versions.*,
        decp_doublons.cle_gardee,
        decp_doublons.cle_groupe,
        decp_doublons.raison as raison_doublon,
        coalesce(decp_doublons.cle_gardee = decp_versions.cle, true) as est_garde,
        if(
            decp_doublons.cle_gardee = decp_versions.cle,
            count(*) over (partition by decp_doublons.cle_groupe) - 1,
            0
        ) as nombre_fusionnes,
        nullif(
            regexp_replace(
                upper(decp_versions.id_accord_cadre), '^(INX|MQ|CDL|NC)\b|[^A-Z0-9]', '', 'g'
            ),
            ''
        ) as accord_compact,
        coalesce(accord_compact != decp_versions.numero_compact, false) as est_subsequent,
        concat_ws(' ', decp_versions.techniques, decp_versions.nature) ilike '%accord-cadre%'
            as est_accord_cadre,
        nullif(regexp_extract(decp_versions.code_cpv, '\d{8}'), '') as code_cpv_lu,
        left(code_cpv_lu, 2) as division_cpv,
        if(
            decp_versions.montant_eur >= 200 and decp_versions.montant_eur < 1000000000,
            decp_versions.montant_eur,
            null
        ) as montant_plausible_eur,
        if(
            decp_versions.duree_mois between 1 and 600,
            (decp_versions.date_notification + to_months(decp_versions.duree_mois::integer))::date,
            null
        ) as date_fin
    from decp_versions
    left join decp_doublons using (cle)
)

select
    decrits.*,
    fiches_acheteurs.*,
    year(decrits.date_notification) as annee,
    case
        when decrits.type_contrat = 'concession' then 'concession'
        when decrits.est_subsequent then 'subsequent'
        when decrits.est_accord_cadre then 'accord_cadre'
        else 'marche'
    end as forme
from decrits
left join fiches_acheteurs on decrits.acheteur_siret = fiches_acheteurs.identifiant
