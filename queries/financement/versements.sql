-- titre : Prévu, notifié, versé, reste à verser
-- definition : Ce que chaque financeur prévoit, notifie et a versé à chaque structure. Le reste à
--   verser est le montant notifié (sinon prévu) moins le versé. Un montant que le plan n'écrit pas
--   est inconnu, ce qui n'est pas zéro ; les totaux ne portent alors que sur ce qui est écrit.
-- unite : €
-- grain : exercice, structure et financeur
-- source : Plan de financement ; convention, articles 3 et 4
-- codes : type_financeur
-- portee : structure
with pieces as (
    select
        annee,
        type_financeur,
        epci_vise as epci,
        string_agg(piece_attendue, ' ; ' order by regle) as piece_attendue
    from regles_exercices
    where piece_attendue is not null and nature_versement is distinct from 'acompte'
    group by annee, type_financeur, epci_vise
),

sommes as (
    select
        financeurs_postes.annee,
        financeurs_postes.structure,
        financeurs_postes.type_financeur,
        financeurs_postes.financeur,
        if(financeurs_postes.type_financeur = 'epci', financeurs_postes.epci, null) as epci,
        sum(financeurs_postes.prevu_eur)::decimal(14, 2) as prevu_eur,
        sum(financeurs_postes.notifie_eur)::decimal(14, 2) as notifie_eur,
        sum(financeurs_postes.verse_eur)::decimal(14, 2) as verse_eur,
        sum(financeurs_postes.retenu_eur - financeurs_postes.verse_eur)::decimal(14, 2)
            as reste_eur,
        count(*) filter (where financeurs_postes.notifie_eur is null) as notifies_inconnus,
        count(*) filter (where financeurs_postes.verse_eur is null) as verses_inconnus,
        sum(financeurs_postes.nombre_versements)::bigint as nombre_versements,
        max(financeurs_postes.dernier_versement) as dernier_versement
    from financeurs_postes
    semi join postes_retenus using (annee, structure, poste)
    group by all
)

select
    sommes.*,
    libelles_financeurs.libelle,
    ref_epci.nom_court as nom_epci,
    if(sommes.reste_eur > 0 or sommes.verses_inconnus > 0, pieces.piece_attendue, null)
        as piece_attendue
from sommes
left join libelles_financeurs on sommes.type_financeur = libelles_financeurs.financeur
left join ref_epci on sommes.epci = ref_epci.siren
left join pieces
    on
        sommes.annee = pieces.annee
        and sommes.type_financeur = pieces.type_financeur
        and sommes.epci is not distinct from pieces.epci
order by
    sommes.annee, sommes.structure, libelles_financeurs.ordre, sommes.financeur, sommes.epci
