-- titre : Place des femmes selon la nature des marchés
-- definition : Femmes parmi les personnes ayant travaillé dans la période sur des marchés de
--   travaux, de services, de fournitures ou de prestations intellectuelles ; et leur part des
--   heures. Les parts portent sur les personnes dont le sexe est connu. Une personne peut
--   travailler sur deux natures : elles ne s'additionnent pas.
-- unite : personnes, heures et %
-- grain : nature de marché, plus « inconnu », et total
-- source : Exports des marchés, participants et heures ; convention, article 3
-- codes : nature_marche
-- libelles : heures_femmes = Heures des femmes ; part_heures_femmes_pct = Part des heures des
--   femmes
with sommes as (
    select
        grouping(marches_suivis.nature_marche) as est_total,
        if(est_total = 1, 'total', coalesce(marches_suivis.nature_marche, 'inconnu')) as code,
        heures_filtrees.personne,
        personnes.sexe,
        round(sum(heures_filtrees.heures_realisees), 6) as nombre
    from heures_filtrees
    left join marches_suivis using (marche_id)
    left join personnes using (personne)
    where heures_filtrees.personne is not null
    group by grouping sets (
        (marches_suivis.nature_marche, heures_filtrees.personne, personnes.sexe),
        (heures_filtrees.personne, personnes.sexe)
    )
)

select
    sommes.code as nature_marche,
    case sommes.code
        when 'total' then 'Tous les marchés'
        when 'inconnu' then 'Nature inconnue'
        else min(ref_code.libelle)
    end as libelle,
    count(*) as beneficiaires,
    count(*) filter (where sommes.sexe = 'femme') as femmes,
    count(*) filter (where sommes.sexe is null) as sexe_inconnu,
    round(100.0 * count(*) filter (where sommes.sexe = 'femme') / nullif(count(sommes.sexe), 0), 1)
    ::double as part_femmes_pct,
    round(sum(sommes.nombre), 2)::double as heures_realisees,
    round(coalesce(sum(sommes.nombre) filter (where sommes.sexe = 'femme'), 0), 2)::double
        as heures_femmes,
    round(
        100 * coalesce(sum(sommes.nombre) filter (where sommes.sexe = 'femme'), 0)
        / sum(sommes.nombre) filter (where sommes.sexe is not null),
        1
    )::double as part_heures_femmes_pct
from sommes
left join ref_code on ref_code.liste = 'nature_marche' and sommes.code = ref_code.code
where sommes.nombre > 0
group by sommes.code
order by sommes.code in ('total', 'inconnu') asc, beneficiaires desc, nature_marche asc
