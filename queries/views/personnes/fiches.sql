-- titre : Fiches des personnes
-- definition : Ce que chaque fiche dit d'une personne, par case : oui, non ou inconnu. Une case
--   vide est inconnue. Un critère nommé parmi les « autres éligibilités » vaut oui. Dans
--   l'extraction à plat, un statut rempli vaut non pour les critères qu'il ne nomme pas.
-- unite : sans
-- grain : fiche
-- source : Export des participants, extraction à plat ; Méthode, règle 10 ; note sur les
--   exports
with participants_codes as (
    select
        *,
        coalesce(string_split(autres_eligibilites, '|'), []) as codes
    from participants
),

extraction_codes as (
    select
        *,
        coalesce(string_split(statut, '|'), []) as codes,
        if(statut is null, null, false) as non_nomme
    from extraction
)

select
    fiche.structure,
    identites.personne,
    fiche.* exclude (
        fiche.structure, fiche.personne, fiche.numero_participant, fiche.commune_residence,
        fiche.code_insee_residence, fiche.qpv, fiche.brsa, fiche.jeune_26, fiche.senior_50,
        fiche.deld, fiche.autres_eligibilites, fiche.codes, fiche.import_id, fiche.ligne
    ),
    if('brsa' in fiche.codes, true, fiche.brsa) as est_brsa,
    if(
        fiche.rqth or fiche.aah or 'th' in fiche.codes or 'aah' in fiche.codes,
        true,
        coalesce(fiche.rqth, fiche.aah)
    ) as est_th,
    if('deld' in fiche.codes or 'detld' in fiche.codes, true, fiche.deld) as est_deld,
    if('detld' in fiche.codes, true, null) as est_detld,
    if('qpv' in fiche.codes, true, fiche.qpv) as est_qpv,
    if('jeune_26' in fiche.codes, true, fiche.jeune_26) as est_jeune,
    if('senior' in fiche.codes, true, fiche.senior_50) as est_senior
from participants_codes as fiche
inner join identites using (structure, numero_participant)
union all by name
select
    structure,
    personne,
    sexe,
    rqth,
    if('brsa' in codes, true, non_nomme) as est_brsa,
    if(rqth or 'th' in codes or 'aah' in codes, true, coalesce(rqth, non_nomme)) as est_th,
    if('deld' in codes or 'detld' in codes, true, non_nomme) as est_deld,
    if('detld' in codes, true, non_nomme) as est_detld,
    if('qpv' in codes, true, qpv) as est_qpv,
    if('jeune_26' in codes, true, non_nomme) as est_jeune,
    if('senior' in codes, true, null) as est_senior
from extraction_codes
