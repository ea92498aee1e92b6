-- titre : Financement de chaque périmètre
-- definition : Coût des postes d'une année, montants notifiés et versés, et montant retenu
--   (notifié, sinon prévu). Un EPCI n'a que les postes qui lui sont dédiés : un poste partagé n'est
--   compté qu'avec sa structure et le département.
-- unite : €
-- grain : périmètre d'une année
-- source : Plan de financement
with sommes as (
    select
        annee,
        structure,
        poste,
        sum(notifie_eur) as notifie_eur,
        sum(verse_eur) as verse_eur,
        sum(retenu_eur) as retenu_eur,
        count(*) filter (where notifie_eur is null) as notifies_inconnus,
        count(*) filter (where verse_eur is null) as verses_inconnus
    from financeurs_postes
    group by annee, structure, poste
)

select
    perimetres_suivis.perimetre,
    count(*) as nombre_postes,
    count(*) filter (where postes_choisis.est_partage) as postes_partages,
    round(sum(postes_choisis.etp), 2)::double as etp,
    sum(postes_choisis.cout_eur)::decimal(14, 2) as cout_eur,
    sum(sommes.notifie_eur)::decimal(14, 2) as notifie_eur,
    sum(sommes.verse_eur)::decimal(14, 2) as verse_eur,
    sum(sommes.retenu_eur)::decimal(14, 2) as financement_eur,
    sum(sommes.notifies_inconnus)::bigint as notifies_inconnus,
    sum(sommes.verses_inconnus)::bigint as verses_inconnus
from perimetres_suivis
inner join postes_choisis
    on
        perimetres_suivis.annee = postes_choisis.annee
        and coalesce(perimetres_suivis.structure = postes_choisis.structure, true)
        and (
            perimetres_suivis.epci is null
            or (postes_choisis.est_dedie and perimetres_suivis.epci = postes_choisis.epci)
        )
inner join sommes
    on
        postes_choisis.annee = sommes.annee
        and postes_choisis.structure = sommes.structure
        and postes_choisis.poste = sommes.poste
group by perimetres_suivis.perimetre
