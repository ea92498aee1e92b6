-- titre : Chiffres clés connus
-- definition : Un chiffre clé n'est donné que si les données qui le portent ont été reçues ; sinon
--   il est inconnu, ce qui n'est pas zéro.
-- unite : sans
-- grain : indicateur
-- source : Imports, tous les exports
with portes as (
    select
        a_heures as heures_realisees,
        a_heures as beneficiaires,
        a_marches and a_engagements as entreprises,
        a_marches as marches_en_cours,
        -- Sans les marchés, les seuls accompagnements donneraient un nombre trop bas.
        a_marches as donneurs_ordre_accompagnes,
        a_sorties as sorties_positives
    from donnees_connues
)

unpivot portes on columns(*) into name indicateur value est_connu
