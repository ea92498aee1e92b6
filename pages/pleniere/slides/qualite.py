"""Ce qui manque : les mois reçus de chaque structure, et ce qui reste provisoire."""

from __future__ import annotations

from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides.contexte import Contexte, build
from pages.shared.completude import completeness, missing
from pages.shared.formatting import counted, day, number
from pages.shared.theme import STRUCTURE_NAMES

NOTHING = "Toutes les structures ont transmis tous les mois finis de la période."


def qualite(context: Contexte) -> Slide:
    """Rend les mois d'heures reçus de chaque structure, au regard des mois attendus."""
    state = context.whole("completude")
    rows = state.rows(named=True)
    absent = missing(state)
    names = tuple(STRUCTURE_NAMES[row["structure"]] for row in rows)
    expected = state["mois_attendus"].max()
    texts = tuple(f"{number(row['mois_recus'])} sur {number(row['mois_attendus'])}" for row in rows)
    title = (
        f"Ce qui manque en {context.annee} : {counted(len(absent), 'point')} à compléter"
        if absent
        else f"Rien ne manque pour {context.annee}"
    )
    return build(
        context,
        "qualite",
        f"{title} ({completeness(state)})",
        query="completude",
        dessin=Dessin(
            forme="barres",
            categories=names,
            series=(Serie("Mois reçus", tuple(state["mois_recus"]), texts),),
            unite="mois reçus",
            repere=float(expected) if expected else None,
            repere_libelle=f"{number(expected)} mois attendus" if expected else "",
        ),
        tableau=(
            ("Structure", "Mois reçus", "Extraction du"),
            *zip(names, texts, (day(row["date_extraction"]) for row in rows), strict=True),
        ),
        phrases=tuple(absent) or (NOTHING,),
        perimetre="tout le Vaucluse",
    )
