-- titre : Parts des financeurs
-- definition : Part de chaque financeur dans le coût des postes d'un périmètre. La part non
--   renseignée complète à 100 % ; un financeur attendu que le plan ne nomme pas n'a pas de part.
--   Sans le coût de chaque poste, aucune part ne peut être dite. Le seuil de l'EPCI ne vaut que
--   pour les postes qui lui sont dédiés.
-- unite : € et %
-- grain : maille, périmètre et sorte de financeur
-- source : Plan de financement ; convention, article 4
with perimetres as (
    select
        maille,
        perimetre,
        nom_perimetre,
        count(*) as nombre_postes,
        if(count(cout_eur) = count(*), sum(cout_eur), null)::decimal(14, 2) as cout_eur,
        round(sum(etp) / count(distinct annee), 2)::double as etp,
        bool_or(est_partage) as est_partage,
        maille in ('epci', 'poste') and bool_and(est_dedie) as est_dedie,
        array_to_string(list(distinct annee order by annee), ', ') as annees
    from postes_par_maille
    group by maille, perimetre, nom_perimetre
),

apports as (
    select
        postes_par_maille.maille,
        postes_par_maille.perimetre,
        apports_postes.financeur,
        sum(apports_postes.montant_eur)::decimal(14, 2) as montant_eur,
        count(apports_postes.montant_eur) as postes_renseignes
    from postes_par_maille
    inner join apports_postes using (annee, structure, poste)
    group by postes_par_maille.maille, postes_par_maille.perimetre, apports_postes.financeur
)

select
    perimetres.*,
    libelles_financeurs.ordre,
    libelles_financeurs.financeur,
    libelles_financeurs.libelle,
    apports.montant_eur,
    seuils_financeurs.sens,
    round(100 * apports.montant_eur / perimetres.cout_eur, 6)::double as part_pct,
    if(
        libelles_financeurs.financeur != 'epci' or perimetres.est_dedie,
        seuils_financeurs.seuil_pct, null
    ) as seuil_pct,
    if(
        libelles_financeurs.est_attendu,
        perimetres.nombre_postes - coalesce(apports.postes_renseignes, 0), 0)
        as postes_non_renseignes
from perimetres
cross join libelles_financeurs
left join apports using (maille, perimetre, financeur)
left join seuils_financeurs using (financeur)
where apports.financeur is not null or libelles_financeurs.est_attendu
