-- titre : Respect des règles de financement
-- definition : Le constat se compare au seuil de la règle : au plus, au moins, ou exactement. Un
--   dépassement est certain même si un montant manque ; sans lui, la règle « ne peut être dite »
--   tant qu'il manque un montant ou un coût, que le poste est partagé entre EPCI sans partage écrit
--   du temps, ou que la convention ne couvre pas l'exercice.
-- unite : %, points et €
-- grain : exercice, maille, périmètre et règle
-- source : Plan de financement ; convention, articles 3 et 4
with compares as (
    select
        constats_regles.*,
        regles_exercices.* exclude (annee, regle),
        constats_regles.centiemes - (100 * regles_exercices.seuil_pct)::hugeint as ecart,
        constats_regles.postes_sans_montant = 0 as est_entier
    from constats_regles
    inner join regles_exercices using (annee, regle)
),

juges as (
    select
        *,
        case
            when not est_en_vigueur or est_partage or ecart is null then 'inconnu'
            when sens in ('max', 'egal') and ecart > 0 then 'non'
            when sens = 'min' and ecart >= 0 then 'oui'
            when not est_entier then 'inconnu'
            when sens = 'max' or ecart = 0 then 'oui'
            else 'non'
        end as respect
    from compares
)

select
    *,
    (centiemes / 100)::double as constat_pct,
    (ecart / 100)::double as ecart_pct,
    (montant_eur - round(base_eur * seuil_pct * 0.01, 2))::decimal(14, 2) as ecart_eur,
    case
        when respect != 'inconnu' then null
        when not est_en_vigueur then 'La convention ne couvre pas cet exercice.'
        when est_partage
            then nom_perimetre || ' : la convention n''écrit pas le partage du temps.'
        when assiette = 'versement' and postes_sans_base > 0
            then 'Le montant notifié n''est pas renseigné.'
        when nature_versement = 'acompte' then 'L''acompte n''est pas reçu en entier.'
        when nature_versement = 'solde' then 'Le solde n''est pas reçu en entier.'
        when postes_sans_base > 0 then 'Le coût ou le temps du poste n''est pas renseigné.'
        else
            'Le plan ne dit pas ce que paie ce financeur, sur ' || postes_sans_montant
            || if(postes_sans_montant > 1, ' postes.', ' poste.')
    end as raison
from juges
