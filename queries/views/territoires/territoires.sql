-- titre : Territoire d'une ligne
-- definition : Un territoire se lit sur quatre axes : commune des travaux, siège de l'acheteur
--   (par son SIREN), résidence de la personne, ou territoire de la structure. Sur les trois
--   premiers, la commune donne l'EPCI et le bassin d'emploi ; sans commune, il est inconnu. Sur le
--   quatrième, un EPCI, un bassin ou une commune désigne la ou les structures en charge. Un
--   quartier est celui des travaux ou de la résidence.
-- unite : sans
-- grain : structure, marché, lot, commune et quartier de résidence
-- source : Exports des marchés et participants, extraction à plat ; listes des communes, EPCI,
--   bassins et acheteurs
with situes as (
    select
        lignes_ecrites.*,
        lieux_marches.marche_id,
        lieux_marches.donneur_ordre,
        filtre.axe = 'structure' as est_axe_structure,
        filtre.est_partout,
        coalesce(lignes_ecrites.structure = filtre.structure, filtre.structure is null)
            as est_de_la_structure,
        coalesce(filtre.qpv = case filtre.axe
            when 'travaux' then lieux_marches.code_qpv_travaux
            when 'residence' then lignes_ecrites.code_qpv_residence
        end, filtre.qpv is null) as est_du_quartier,
        case filtre.axe
            when 'travaux' then lieux_marches.code_insee_travaux
            when 'acheteur' then lieux_marches.lieu_siege
            when 'residence' then lignes_ecrites.code_insee_residence
        end as lieu
    from lignes_ecrites
    left join lieux_marches using (structure, numero_marche, numero_lot)
    cross join filtre
)

select
    situes.*,
    case
        when situes.est_axe_structure then situes.structure
        when coalesce(situes.lieu, '') = '' then 'inconnu'
        else coalesce(lieux.epci, 'hors_departement')
    end as territoire,
    situes.est_de_la_structure and situes.est_du_quartier and case
        when situes.est_partout then true
        when situes.est_axe_structure
            then situes.structure in (select lieux_choisis.structure from lieux_choisis)
        else situes.lieu in (select lieux_choisis.lieu from lieux_choisis)
    end as est_retenu
from situes
left join lieux using (lieu)
