-- titre : Chiffres du territoire choisi
-- definition : Les chiffres clés et le taux de sorties positives de la période, de la structure et
--   du territoire choisis ; inconnus si les données qui les portent n'ont pas été reçues.
-- unite : selon l'indicateur
-- grain : indicateur
-- source : Tous les exports ; convention, annexe 2
with mesures as (
    select
        indicateur,
        valeur
    from mesures_cles
    union all
    select
        'taux_sorties_positives' as indicateur,
        taux_pct as valeur
    from bilans_sorties
    where maille = 'total' and referentiel = 'convention'
)

select
    indicateurs_territoires.indicateur,
    if(
        indicateurs_connus.est_connu,
        coalesce(mesures.valeur, if(indicateurs_territoires.est_par_habitant, 0, null)::double),
        null
    ) as valeur
from indicateurs_territoires
inner join indicateurs_connus on indicateurs_territoires.porte_par = indicateurs_connus.indicateur
left join mesures on indicateurs_territoires.indicateur = mesures.indicateur
