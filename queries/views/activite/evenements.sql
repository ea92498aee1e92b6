-- titre : Événements de la période
-- definition : Marchés notifiés, terminés, premières heures d'un marché, premiers contrats de
--   bénéficiaires et fichiers reçus dans la période, la structure et le territoire choisis.
-- unite : selon la ligne
-- grain : événement
-- source : Tous les exports ; imports
with personnes_nouvelles as (
    select
        date_trunc('month', premiers_contrats.date_premier_contrat)::date as date_evenement,
        'nouveaux_beneficiaires' as evenement,
        'Nouveaux bénéficiaires' as libelle,
        count(*)::double as nombre,
        'personnes' as unite
    from beneficiaires
    inner join premiers_contrats using (personne)
    cross join filtre
    where premiers_contrats.date_premier_contrat between filtre.debut and filtre.fin
    group by all
)

select
    dates_marches.*,
    if(dates_marches.nombre is null, null, 'heures') as unite
from dates_marches
cross join filtre
where dates_marches.date_evenement between filtre.debut and filtre.fin
union all by name
select * from personnes_nouvelles
union all by name
select
    imports.date_extraction as date_evenement,
    'import' as evenement,
    'Fichiers reçus' as libelle,
    imports.format as texte,
    count(*)::double as nombre,
    'fichiers' as unite,
    imports.structures as structure
from imports
cross join filtre
where
    imports.date_extraction between filtre.debut and filtre.fin
    and (filtre.structure is null or contains(imports.structures, filtre.structure))
group by all
