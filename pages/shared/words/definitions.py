"""Les définitions montrées à la demande : ce qui est compté, l'unité, les règles, la source."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

import queries
from pages.shared.words.formatting import to_html
from queries.catalog import reads

# Thème -> règles chiffrées (requête « parametres ») qui peuvent changer ses chiffres.
RULES = {
    "accueil": ("mois_provisoires", "point_de_depart", "formation_positive_convention"),
    "heures": ("mois_provisoires", "diviseur_etp"),
    "beneficiaires": ("age_jeune_min", "age_jeune_max", "age_senior", "seuil_deld_mois"),
    "sorties": (
        "delai_sortie_mois",
        "point_de_depart",
        "formation_positive_convention",
        "fenetre_avant_jours",
        "fenetre_apres_jours",
        "seuil_taux_reponse_pct",
    ),
}
# Une règle se lit dans une requête sous son nom, sauf celles-ci.
READ_AS = {
    "formation_positive_convention": "est_formation_positive",
    "seuil_taux_reponse_pct": "taux_reponse_pct",
}


def rules_of(description: queries.Description, parameters: pl.DataFrame) -> str:
    """Dit les règles chiffrées que suit un indicateur, et celles qui restent à confirmer.

    De celles de son thème, celles dont sa requête ou l'une de ses vues dépend. `parameters` :
    résultat de la requête « parametres » (cle, libelle, statut).
    """
    known = reads(description.name)
    wanted = [one for one in RULES.get(description.theme, ()) if READ_AS.get(one, one) in known]
    rows = [row for row in parameters.rows(named=True) if row["cle"] in wanted]
    return " ".join(
        f"{row['libelle']}{' (à confirmer)' if row['statut'] == 'a_confirmer' else ''}"
        for row in rows
    )


def definition_html(description: queries.Description, rules: str) -> str:
    """Rend la définition d'un indicateur, lue dans la tête de sa requête, et ses règles."""
    lines = (
        ("Ce qui est compté", description.definition),
        ("Règles suivies", rules),
        ("Unité", description.unite),
        ("Une ligne par", description.grain),
        ("Source", description.source),
        ("À qui demander", queries.contact(description.theme)),
    )
    return definitions_html([(label, text, "") for label, text in lines if text])


def definitions_html(entries: Sequence[tuple[str, str, str]]) -> str:
    """Rend une suite de définitions : mot, texte, source (vide : non dite)."""
    items = "".join(
        f"<dt>{to_html(word)}</dt><dd>{to_html(text)}</dd>"
        + (f'<dd class="source">Source : {to_html(source)}</dd>' if source else "")
        for word, text, source in entries
    )
    return f'<dl class="definitions">{items}</dl>'
