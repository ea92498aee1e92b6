-- titre : Paires de contrats qui n'en font sans doute qu'un
-- definition : Un même contrat est parfois publié sous plusieurs numéros, tronqués ou complétés de
--   zéros. Sont appariés deux contrats du même acheteur, de mêmes titulaires, de même montant et de
--   même première date, dont un numéro est le début de l'autre ou lui est égal sans les zéros de
--   fin. Deux lots dont l'objet diffère restent à part.
-- unite : paires
-- grain : contrat au numéro court et contrat au numéro long
-- source : DECP
with comparables as (
    select
        cle,
        acheteur_siret,
        type_contrat,
        titulaires,
        montant_eur,
        date_notification,
        numero_compact,
        regexp_replace(lower(strip_accents(objet)), '[^a-z0-9]', '', 'g') as objet_compact
    from decp_versions
    where numero_compact != ''
)

select
    court.cle as cle_groupe,
    long.cle,
    case
        when long.numero_compact = court.numero_compact then 'numero_egal'
        when starts_with(long.numero_compact, court.numero_compact) then 'numero_tronque'
        else 'zeros_de_fin'
    end as raison,
    long.numero_compact as numero_long,
    long.objet_compact as objet_long
from comparables as court
inner join comparables as long
    using (acheteur_siret, type_contrat, titulaires, montant_eur, date_notification)
where
    (len(court.numero_compact), court.numero_compact, court.cle)
    < (len(long.numero_compact), long.numero_compact, long.cle)
    and coalesce(long.objet_compact = court.objet_compact, true)
    and (
        starts_with(long.numero_compact, court.numero_compact)
        or rtrim(long.numero_compact, '0') = rtrim(court.numero_compact, '0')
    )
