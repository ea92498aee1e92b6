-- titre : Simulation : les règles tiennent-elles ?
-- definition : Les règles de partage du coût appliquées au scénario choisi. La règle de la CoVe ne
--   s'y lit que si le territoire simulé est le sien ; le temps dédié est alors celui de la clé
--   simulée. Rien n'est enregistré.
-- unite : %, points et €
-- grain : règle
-- source : Convention, articles 3 et 4 ; scénario de la question ; plan de financement
-- codes : regle, type_financeur
-- portee : structure
select
    regle,
    libelle,
    constat_pct::double as constat_pct,
    seuil_pct::double as seuil_pct,
    respect,
    sens,
    article,
    texte,
    type_financeur,
    assiette,
    ecart_pct::double as ecart_pct,
    ecart_eur,
    base_eur
from regles_simulees
order by ordre
