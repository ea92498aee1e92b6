-- titre : Libellés des typologies de marchés
-- definition : Les mots et l'ordre de chaque nature, procédure, type d'acheteur, tranche de montant
--   et programme. Un secteur d'activité porte le nom que l'export lui donne.
-- unite : sans
-- grain : dimension et code
-- source : Listes de codes et des programmes
select
    liste as dimension,
    code,
    libelle,
    ordre
from ref_code
where liste in ('nature_marche', 'procedure_clause', 'type_maitre_ouvrage')
union all
select
    'tranche_montant' as dimension,
    tranche_montant as code,
    libelle,
    ordre
from tranches_montant
union all
select
    'programme' as dimension,
    code,
    libelle,
    ordre
from ref_programme
union all
select
    unnest([
        'nature_marche', 'procedure_clause', 'type_maitre_ouvrage', 'tranche_montant', 'programme',
        'secteur_activite'
    ]) as dimension,
    'inconnu' as code,
    'Non renseigné' as libelle,
    99 as ordre
