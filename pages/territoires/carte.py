"""La carte des EPCI ou des communes : l'indicateur et la mesure au choix, la liste à côté."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl

from pages.accueil.figures import TITLES
from pages.shared.charts.maps import Mapped, choropleth
from pages.shared.words.formatting import UNKNOWN
from pages.territoires.measures import (
    PER_1000,
    RATE,
    SHORT,
    amount,
    column_of,
    shown,
    writer,
)

# code d'adresse -> mots, requête.
MAPS = {
    "epci": ("EPCI", "territoires_comparables"),
    "commune": ("Communes", "communes_comparables"),
}
# Ce qui tient à côté de la carte ; le reste est dans la liste des territoires et le tableau.
LISTED = 14
PERTUIS = (
    "La métropole d'Aix-Marseille-Provence n'est dessinée que par Pertuis, sa seule commune du "
    "Vaucluse."
)
BY_STRUCTURE = (
    "Lu par territoire de structure, un EPCI n'a pas de chiffre propre : changez « Territoire "
    "d'après »."
)


def mapped(frame: pl.DataFrame, maille: str, indicator: str, measure: str) -> Mapped:
    """Rend ce qui est porté sur la carte.

    `frame` : territoires_comparables ou communes_comparables.
    """
    column = column_of(indicator, measure)
    rows = frame.filter(indicateur=indicator)
    suffix = f" {PER_1000}" if column == "pour_1000_habitants" else ""
    return Mapped(
        maille,
        dict(rows.select(maille, column).iter_rows()),
        f"{SHORT[indicator]}{suffix}",
        writer(indicator, column),
        zero=_zero(indicator),
        absent=UNKNOWN,
    )


def _zero(indicator: str) -> str:
    if indicator == RATE:
        return "aucune sortie positive"
    noun = TITLES[indicator][1]
    return f"aucun{'e' if noun in ('heure', 'personne', 'entreprise') else ''} {noun}"


def draw(
    frame: pl.DataFrame, settings: Mapping[str, str], choisi: str, marks: tuple[bool, bool]
) -> go.Figure:
    """Rend la carte ; `settings` : maille, indicateur, mesure ; `marks` : quartiers, structures."""
    a_qpv, a_structures = marks
    put = mapped(frame, settings["maille"], settings["indicateur"], settings["mesure"])
    return choropleth(put, choisi=choisi, a_qpv=a_qpv, a_structures=a_structures)


def ranking(frame: pl.DataFrame, settings: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Rend la liste à côté de la carte, du plus au moins : « maille:code », nom, valeur écrite."""
    maille, indicator = settings["maille"], settings["indicateur"]
    column = column_of(indicator, settings["mesure"])
    rows = frame.filter(indicateur=indicator)
    ordered = rows.sort(column, "nom", descending=[True, False], nulls_last=True)
    return [
        (f"{maille}:{row[maille]}", row["nom"], shown(indicator, column, row[column]))
        for row in ordered.head(LISTED).rows(named=True)
    ]


def beyond(frame: pl.DataFrame, maille: str, indicator: str) -> str:
    """Dit ce que la carte ne montre pas et, pour les EPCI, s'ils s'additionnent.

    `frame` : somme_epci.
    """
    row = frame.row(by_predicate=pl.col("indicateur") == indicator, named=True)
    if indicator == RATE:
        return f"Vaucluse : {amount(RATE, row['departement'])}. Un taux ne s'additionne pas."
    if row["somme_epci"] is None:
        return BY_STRUCTURE if row["departement"] is not None else ""
    outside = (
        f"Hors de ces 14 EPCI : {amount(indicator, row['hors_epci'])} ; territoire inconnu : "
        f"{amount(indicator, row['inconnu'])}. La carte ne les montre pas."
    )
    if maille != "epci":
        return outside
    total = f"Les 14 EPCI réunis : {amount(indicator, row['somme_epci'])}"
    whole = amount(indicator, row["departement"])
    if row["est_additif"]:
        return f"{outside} {total} ; avec ce qui précède, le département : {whole}. {PERTUIS}"
    return f"{outside} {total}, mais {whole} dans le département : {row['pourquoi']}. {PERTUIS}"
