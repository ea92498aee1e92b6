-- titre : Acompte et solde du Département
-- definition : L'acompte (70 % du notifié) est dû à la signature, le 1er janvier de l'exercice
--   faute de signature datée : il est en retard s'il n'est pas reçu entier à la date des données.
--   Le solde (30 %) attend des justificatifs que la convention ne date pas : son retard ne se dit
--   pas. Un versement sans montant notifié ne se compare à rien.
-- unite : €
-- grain : exercice, structure et versement
-- source : Plan de financement ; convention, article 4
-- portee : structure
with dates as (
    select
        financements.structure,
        max(imports.date_extraction) as date_donnees
    from financements
    inner join imports using (import_id)
    group by financements.structure
),

sommes as (
    select
        annee,
        structure,
        nature_versement,
        any_value(seuil_pct) as seuil_pct,
        any_value(echeance) as echeance,
        any_value(piece_attendue) as piece_attendue,
        sum(base_eur)::decimal(14, 2) as notifie_eur,
        sum(round(base_eur * seuil_pct * 0.01, 2))::decimal(14, 2) as attendu_eur,
        sum(montant_eur) filter (where base_eur is not null)::decimal(14, 2) as verse_eur,
        max(date_versement) as date_versement
    from regles_postes
    where assiette = 'versement' and est_en_vigueur
    group by annee, structure, nature_versement
)

select
    sommes.annee,
    sommes.structure,
    sommes.nature_versement,
    sommes.notifie_eur,
    sommes.attendu_eur,
    sommes.verse_eur,
    sommes.date_versement,
    sommes.piece_attendue,
    sommes.seuil_pct::double as seuil_pct,
    (sommes.attendu_eur - coalesce(sommes.verse_eur, 0))::decimal(14, 2) as reste_eur,
    dates.date_donnees,
    (sommes.annee || '-' || sommes.echeance)::date as date_attendue,
    case
        when sommes.attendu_eur is null then 'inconnu'
        when sommes.verse_eur >= sommes.attendu_eur then 'recu'
        when dates.date_donnees >= date_attendue then 'en_retard'
        else 'attendu'
    end as etat,
    if(etat = 'inconnu' or (etat = 'attendu' and date_attendue is null), null, etat = 'en_retard')
        as est_en_retard
from sommes
left join dates using (structure)
order by sommes.annee, sommes.structure, sommes.nature_versement
