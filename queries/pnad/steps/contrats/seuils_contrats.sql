-- titre : Seuil européen d'un contrat
-- definition : Le seuil en vigueur à la date de première notification, pour la catégorie de
--   l'acheteur (État et ses établissements ; collectivités et autres ; entreprises publiques) et
--   l'objet : travaux (CPV 45), fournitures et services, ou concession. Sans CPV, c'est le seuil le
--   plus bas, celui des fournitures et services, et le contrat est signalé. Un montant
--   invraisemblable ne dit rien. Un seuil dont le texte n'est pas connu ne sert pas.
-- unite : €
-- grain : contrat
-- source : Règlements délégués de la Commission européenne, cités dans la table des seuils
with objets as (
    select
        cle,
        date_notification,
        montant_plausible_eur,
        division_cpv is null and type_contrat = 'marche' as est_objet_inconnu,
        case
            when type_contrat = 'concession' then 'concession'
            when division_cpv = '45' then 'travaux'
            else 'fournitures_services'
        end as objet,
        case
            when categorie in ('etat', 'etablissement_public_etat') then 'etat'
            when categorie = 'entreprise_publique' then 'reseaux'
            else 'collectivites'
        end as categorie_seuil
    from decp_contrats
)

select
    objets.cle,
    objets.est_objet_inconnu,
    ref_seuil_europeen.montant_eur::decimal(14, 2) as seuil_eur,
    coalesce(objets.montant_plausible_eur >= seuil_eur, false) as est_au_seuil
from objets
left join ref_seuil_europeen
    on
        objets.objet = ref_seuil_europeen.objet
        and objets.categorie_seuil = ref_seuil_europeen.categorie
        and objets.date_notification between ref_seuil_europeen.date_debut
        and ref_seuil_europeen.date_fin
        and ref_seuil_europeen.statut = 'verifie'
