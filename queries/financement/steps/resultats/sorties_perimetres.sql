-- titre : Sorties à six mois de chaque périmètre
-- definition : Personnes ayant un contrat dans le périmètre et dont l'échéance tombe dans l'année,
--   selon le référentiel choisi : positives, et inconnues, qui en donnent les bornes.
-- unite : personnes
-- grain : périmètre d'une année
-- source : Exports des contrats et situations ; convention, annexe 2 ; Méthode, règles 1 à 5
with rattachements as (
    select distinct
        contrats_tous.personne,
        contrats_tous.structure,
        territoires.territoire
    from contrats_tous
    inner join territoires
        using (
            structure, numero_marche, numero_lot, code_insee_residence, code_qpv_residence
        )
    where territoires.est_retenu
),

cas as (
    select distinct
        perimetres_suivis.perimetre,
        sorties.personne,
        sorties.issue
    from sorties
    inner join filtre using (referentiel)
    inner join rattachements using (personne)
    inner join perimetres_suivis
        on
            year(sorties.echeance) = perimetres_suivis.annee
            and coalesce(rattachements.structure = perimetres_suivis.structure, true)
            and coalesce(rattachements.territoire = perimetres_suivis.epci, true)
)

select
    perimetre,
    count(*) filter (where issue = 'positive') as positives,
    count(*) filter (where issue in ('positive', 'non_positive')) as connues,
    count(*) filter (where issue = 'inconnu') as inconnues
from cas
group by perimetre
