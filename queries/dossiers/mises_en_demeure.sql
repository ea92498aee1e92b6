-- titre : Mises en demeure, réponses et décisions
-- definition : Ce que les signataires ont écrit au titre de l'article 4, étape par étape, avec sa
--   date et son texte : mise en demeure, réponse, décision (suspendre le paiement, réduire le
--   montant restant, exiger le reversement, ou aucune suite). Rien n'y est recommandé, rien n'y est
--   effacé.
-- unite : étapes
-- grain : étape
-- source : Étapes saisies ; convention, article 4
-- libelles : date_etape = Date ; etape_libelle = Étape ; suite_libelle = Suite donnée ;
--   signataire = Signataire ; ecriture = Texte
-- portee : structure
select
    mises_en_demeure_saisis.annee,
    mises_en_demeure_saisis.structure,
    mises_en_demeure_saisis.financeur as signataire,
    try_cast(mises_en_demeure_saisis.date_etape as date) as date_etape,
    case mises_en_demeure_saisis.etape
        when 'mise_en_demeure' then 'Mise en demeure'
        when 'reponse' then 'Réponse'
        else 'Décision des signataires'
    end as etape_libelle,
    case mises_en_demeure_saisis.suite
        when 'rien' then 'aucune suite'
        when 'suspendre' then 'paiement suspendu'
        when 'reduire' then 'montant restant réduit'
        when 'reverser' then 'reversement exigé'
        else ''
    end as suite_libelle,
    mises_en_demeure_saisis.texte as ecriture,
    mises_en_demeure_saisis.ecrit_le,
    mises_en_demeure_saisis.par
from mises_en_demeure_saisis
cross join filtre
where
    mises_en_demeure_saisis.annee between year(filtre.debut) and year(filtre.fin)
    and (filtre.structure is null or mises_en_demeure_saisis.structure = filtre.structure)
order by mises_en_demeure_saisis.date_etape, mises_en_demeure_saisis.rang
