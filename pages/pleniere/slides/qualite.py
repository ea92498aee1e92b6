"""Ce qui manque : les mois reçus de chaque structure, et ce qui reste provisoire."""

from __future__ import annotations

import queries
from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.completude import completeness, missing
from pages.shared.words.formatting import counted, day, number
from pages.shared.words.structures import STRUCTURE_NAMES

FICHE = Fiche(rang=110, nom="Ce qui manque", indicateur="completude")

NOTHING = "Toutes les structures ont transmis tous les mois finis de la période."


def diapositive(context: Contexte) -> Slide:
    """Rend les mois d'heures reçus de chaque structure, au regard des mois attendus."""
    state = context.whole("completude")
    rows = state.rows(named=True)
    absent = [*missing(state), *_unknown(context)]
    names = tuple(STRUCTURE_NAMES[row["structure"]] for row in rows)
    expected = state["mois_attendus"].max()
    texts = tuple(f"{number(row['mois_recus'])} sur {number(row['mois_attendus'])}" for row in rows)
    title = (
        f"Ce qui manque en {context.annee} : {counted(len(absent), 'point')} à compléter"
        if absent
        else f"Tout ce qui est attendu pour {context.annee} est reçu"
    )
    return build(
        context,
        f"{title} ({completeness(state)})",
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


def _unknown(context: Contexte) -> list[str]:
    """Dit les situations à six mois que l'on ne connaît pas, telles que le cube les écrit."""
    try:
        exits = dict(context.whole("sorties_a_six_mois").select("mesure", "texte").iter_rows())
        rates = context.whole("taux_sorties").rows(named=True)
    except queries.NonPublie:
        return []
    known = rates[0]["taux_reponse_pct"] if rates else None
    told = exits.get("inconnues")
    if known == 100 or told in (None, "0", "inconnu"):
        return []
    among = f", {known}\N{NO-BREAK SPACE}% de connues" if known is not None else ""
    return [f"Situations à six mois inconnues : {told}{among} ; à relever auprès des personnes."]
