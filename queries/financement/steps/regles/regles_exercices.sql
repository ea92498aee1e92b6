-- titre : Règles de financement de chaque exercice
-- definition : Chaque règle de la convention, dans sa dernière version en vigueur au cours de
--   l'exercice. Un exercice que la convention ne couvre pas est dit tel : la règle y est un repère,
--   son respect ne peut être dit.
-- unite : %
-- grain : exercice et règle
-- source : Convention, articles 3 et 4 ; liste des règles de financement
with exercices as (
    select distinct annee from postes_retenus
)

select
    exercices.annee,
    ref_regle_financement.*,
    ref_regle_financement.date_debut <= make_date(exercices.annee, 12, 31)
    and coalesce(ref_regle_financement.date_fin >= make_date(exercices.annee, 1, 1), true)
        as est_en_vigueur
from exercices
cross join ref_regle_financement
qualify row_number() over (
    partition by exercices.annee, ref_regle_financement.regle
    order by est_en_vigueur desc, ref_regle_financement.date_debut desc
) = 1
