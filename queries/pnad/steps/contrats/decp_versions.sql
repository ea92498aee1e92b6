-- titre : Première version d'un contrat
-- definition : Un contrat est daté de sa première notification et garde le montant, l'objet, le
--   lieu et les titulaires de cette première version : une modification écrase la date et le
--   montant publiés. Sa durée est la dernière connue.
-- unite : contrats
-- grain : contrat, avant fusion des doublons
-- source : DECP
with premieres as (
    select
        *
        exclude (
            duree_mois, considerations_sociales, a_clause_sociale, a_critere, a_reserve, a_sans,
            declaration, statut_social
        )
    from decp_lignes
    where rang_ligne = 1
),

comptes as (
    select
        cle,
        count(*) as nombre_lignes,
        arg_max(duree_mois, rang_ligne) as duree_mois,
        list_sort(
            list(distinct titulaire_id) filter (where rang_version = 1 and titulaire_id is not null)
        ) as titulaires,
        array_to_string(list_sort(
            list(distinct coalesce(titulaire_nom, titulaire_id)) filter (where rang_version = 1)
        ), ', ') as titulaires_noms,
        count(distinct montant_eur) filter (where rang_version = 1) as nombre_montants
    from decp_lignes
    group by cle
)

select
    premieres.*,
    declarations_decp.*,
    comptes.*
from premieres
inner join declarations_decp using (cle)
inner join comptes using (cle)
