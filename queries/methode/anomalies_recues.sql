-- titre : Anomalies des fichiers reçus
-- definition : Ce que l'import a écarté, corrigé ou signalé, par fichier et par motif, avec les
--   lignes du tableur où regarder.
-- unite : lignes
-- grain : fichier, colonne et motif
-- source : Journal des imports
-- libelles : colonne = Colonne ; derniere_ligne = Dernière ligne ; feuille = Feuille ; gravite =
--   Suite donnée ; message = Message ; premiere_ligne = Première ligne
-- portee : departement
select
    fichier,
    feuille,
    colonne,
    message,
    gravite,
    count(*) as nombre,
    min(ligne) as premiere_ligne,
    max(ligne) as derniere_ligne
from anomalies
group by fichier, feuille, colonne, message, gravite
order by
    array_position(['ecartee', 'corrigee', 'avertissement'], gravite),
    nombre desc,
    fichier asc,
    colonne asc,
    message asc
