-- titre : Où trouver les contrats qui manquent
-- definition : Par acheteur, par nature d'achat (division CPV) et par tranche de montant : contrats
--   de la période à corriger (suivis par un facilitateur et déclarés sans) ou à compléter (case
--   vide ou contradictoire), et contrats à préparer (sans clause, finissant dans six à douze mois).
--   Le taux dit ce que font déjà les contrats renseignés de la même sorte : là où il est haut, la
--   clause est d'usage. Un contrat peut être dans deux de ces nombres.
-- unite : contrats et %
-- grain : dimension (acheteur, cpv ou montant) et code
-- source : DECP, export des marchés
-- codes : code
-- portee : publique
with corrections as (
    select distinct cle
    from constats_decp
    where constat = 'suivi_declare_sans'
),

decrits as (
    select
        statut_social,
        est_de_la_periode,
        est_a_preparer,
        est_de_la_periode and cle in (select corrections.cle from corrections) as est_a_corriger,
        acheteur || '|' || nom as acheteur,
        code_division || '|' || cpv_libelle as cpv,
        tranche_montant || '|' || tranche_libelle as montant
    from contrats_decrits
),

deplies as (
    unpivot decrits on acheteur, cpv, montant into name dimension value code_et_libelle
)

select
    dimension,
    split_part(code_et_libelle, '|', 1) as code,
    split_part(code_et_libelle, '|', 2) as libelle,
    count(*) filter (where est_de_la_periode) as contrats,
    count(*) filter (where est_de_la_periode and statut_social = 'avec') as avec,
    count(*) filter (where est_de_la_periode and statut_social = 'sans') as sans,
    count(*) filter (where est_a_corriger) as a_corriger,
    count(*) filter (
        where est_de_la_periode and statut_social in ('non_renseigne', 'contradictoire')
    ) as a_completer,
    count(*) filter (where est_a_preparer) as a_preparer,
    round(100.0 * avec / nullif(avec + sans, 0), 1) as taux_renseignes_pct
from deplies
group by dimension, code_et_libelle
order by dimension asc, a_corriger + a_completer + a_preparer desc, code asc, libelle asc
