-- titre : Annexe 2, indicateurs d'évaluation
-- definition : Le tableau de l'annexe 2 de la convention, dans son ordre et ses mots, répétitions
--   comprises. Chaque nombre vient de la même définition que la page qui le détaille. Ce qui n'est
--   pas renseigné est compté à part ; quand le texte se lit de deux façons, les deux lectures sont
--   données. Chaque valeur se compare aux mêmes mois de l'année précédente.
-- unite : selon la ligne
-- grain : ligne de l'annexe
-- source : Convention, annexe 2 ; tous les exports
-- comparaison : cle
-- codes : cle
-- libelles : completude = Complétude ; ordre = Ordre ; retrait = Retrait
select
    row_number() over (
        order by
            lignes_annexe_2.ordre asc,
            lignes_annexe_2.retrait asc,
            lignes_annexe_2.valeur desc,
            lignes_annexe_2.cle asc
    ) as ordre,
    lignes_annexe_2.cle,
    lignes_annexe_2.libelle,
    lignes_annexe_2.retrait::integer as retrait,
    if(lignes_annexe_2.est_connu, lignes_annexe_2.valeur, null)::double as valeur,
    lignes_annexe_2.unite,
    if(lignes_annexe_2.est_connu, lignes_annexe_2.inconnus, null)::bigint as inconnus,
    completudes_annexe.completude,
    lignes_annexe_2.note,
    lignes_annexe_2.indicateur
from lignes_annexe_2
left join completudes_annexe using (donnees)
order by ordre
