-- titre : Ce que vaut chaque situation à six mois
-- definition : Chaque situation est positive, non positive, inconnue ou hors champ pour chacun des
--   trois référentiels. Une ligne datée (un avenant) l'emporte, pour les échéances tombées entre
--   ses dates, sur celles qui ont commencé avant elle.
-- unite : sans
-- grain : situation et date de début de la règle
-- source : Liste des situations
-- libelles : convention = Convention ; cove = CoVe ; iae = Insertion par l'activité économique
-- portee : publique
select
    libelle,
    type_sortie,
    convention,
    cove,
    iae,
    date_debut,
    date_fin,
    note,
    source
from ref_situation
order by ordre, date_debut nulls first
