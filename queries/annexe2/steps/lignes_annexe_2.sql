-- titre : Lignes de l'annexe 2
-- definition : Chaque ligne de l'annexe avec sa valeur ; les secteurs d'activité s'ajoutent sous
--   leur ligne. Une sorte absente vaut zéro si les autres sont connues.
-- unite : selon la ligne
-- grain : ligne de l'annexe
-- source : Convention, annexe 2 ; tous les exports
with mesures as (
    select * from mesures_activite
    union all by name
    select * from mesures_marches
    union all by name
    select * from mesures_publics
),

types as (
    select coalesce(bool_or(starts_with(mesure, 'type_sortie|')), false) as est_connu
    from mesures
),

lignes as (
    select
        ref_annexe_2.*,
        mesures.inconnus,
        coalesce(mesures.valeur, 0) as valeur,
        coalesce(
            mesures.est_connu,
            if(ref_annexe_2.donnees = 'sorties', types.est_connu, donnees_connues.a_marches)
        ) as est_connu
    from ref_annexe_2
    cross join donnees_connues
    cross join types
    left join mesures using (mesure)
),

secteurs as (
    select
        lignes.ordre,
        lignes.indicateur,
        lignes.donnees,
        lignes.est_connu,
        2 as retrait,
        'entreprises' as unite,
        'secteur_' || secteurs_attributaires.division as cle,
        secteurs_attributaires.libelle,
        secteurs_attributaires.entreprises as valeur
    from lignes
    cross join secteurs_attributaires
    where lignes.cle = 'secteurs'
)

select * exclude (mesure, source) from lignes
-- Les procédures sans marché et les formations non retenues n'allongent pas le tableau.
where valeur != 0 or not regexp_matches(cle, '^(procedure_|type_formation)')
union all by name
select * from secteurs
