-- titre : Règles d'une simulation
-- definition : Les règles de partage du coût, dans leur dernière version au plus tard à la fin de
--   la période, appliquées au scénario. Celles de la CoVe ne se lisent que si le territoire simulé
--   est le sien ; le temps dédié est alors celui de la clé simulée.
-- unite : % et €
-- grain : règle
-- source : Convention, articles 3 et 4 ; scénario de la question
with versions as (
    select ref_regle_financement.*
    from ref_regle_financement
    cross join filtre
    where ref_regle_financement.assiette != 'versement'
    qualify row_number() over (
        partition by ref_regle_financement.regle
        order by
            ref_regle_financement.date_debut <= filtre.fin desc,
            ref_regle_financement.date_debut desc
    ) = 1
),

mesures as (
    select
        versions.*,
        taux_simules.taux_pct,
        taux_simules.montant_eur,
        if(
            versions.assiette = 'poste',
            taux_simules.cout_poste_eur,
            territoire_simule.cout_temps_eur
        ) as base_eur
    from versions
    inner join taux_simules on versions.type_financeur = taux_simules.financeur
    left join territoire_simule on true
    where versions.epci_vise is null or versions.epci_vise = territoire_simule.epci
)

select
    *,
    -- Sur le poste entier, le constat est le taux choisi : l'arrondi des euros n'y change rien.
    if(assiette = 'poste', taux_pct, (100 * montant_eur / nullif(base_eur, 0))::decimal(9, 2))
        as constat_pct,
    constat_pct - seuil_pct as ecart_pct,
    (montant_eur - round(base_eur * seuil_pct * 0.01, 2))::decimal(14, 2) as ecart_eur,
    case
        when ecart_pct is null then 'inconnu'
        when if(sens = 'max', ecart_pct <= 0, if(sens = 'min', ecart_pct >= 0, ecart_pct = 0))
            then 'oui'
        else 'non'
    end as respect
from mesures
