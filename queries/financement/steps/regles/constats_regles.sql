-- titre : Constat de chaque règle
-- definition : Le constat rapporte, au centième de point, les montants connus à leur assiette, dans
--   chaque périmètre : département, structure, EPCI et poste. La règle de l'EPCI ne se lit que sur
--   les postes d'un territoire, et celles de la CoVe que sur les postes qui la nomment. Quand un
--   montant manque, le constat est un minimum.
-- unite : €, %
-- grain : exercice, maille, périmètre et règle
-- source : Plan de financement ; convention, articles 3 et 4
with situees as (
    select
        regles_postes.*,
        postes_par_maille.maille,
        if(
            regles_postes.epci_vise is not null and postes_par_maille.maille = 'epci',
            regles_postes.epci_vise,
            postes_par_maille.perimetre
        ) as perimetre,
        if(
            regles_postes.epci_vise is not null and postes_par_maille.maille = 'epci',
            ref_epci.nom_court,
            postes_par_maille.nom_perimetre
        ) as nom_perimetre
    from regles_postes
    inner join postes_par_maille using (annee, structure, poste)
    left join ref_epci on regles_postes.epci_vise = ref_epci.siren
    where
        if(
            regles_postes.type_financeur = 'epci',
            postes_par_maille.maille in ('epci', 'poste') and postes_par_maille.sirens != [],
            postes_par_maille.maille != 'epci'
        )
),

sommes as (
    select
        annee,
        maille,
        perimetre,
        regle,
        any_value(nom_perimetre) as nom_perimetre,
        count(*) as nombre_postes,
        count(*) filter (where montant_eur is null) as postes_sans_montant,
        count(*) filter (where base_eur is null) as postes_sans_base,
        -- La CoVe a un temps écrit, même sur un poste partagé ; les autres EPCI n'en ont pas.
        bool_or(est_partage and type_financeur = 'epci' and epci_vise is null) as est_partage,
        sum(montant_eur)::decimal(14, 2) as montant_eur,
        if(postes_sans_base = 0, nullif(sum(base_eur), 0), null)::decimal(14, 2) as base_eur
    from situees
    group by annee, maille, perimetre, regle
)

select
    *,
    -- En entiers, au centième de point : un flottant se tromperait à la borne.
    (
        (20000 * (100 * montant_eur)::hugeint + (100 * base_eur)::hugeint)
        // (2 * (100 * base_eur)::hugeint)
    ) as centiemes
from sommes
