"""Les chiffres clés protégés : exacts s'ils ne comptent personne, sinon ceux des cellules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from queries.protection.arrondi import FINE, NON_PUBLIE
from queries.protection.cellules import BENEFICIAIRES, SORTIES
from queries.protection.collecte import Reponses, place_of, years_of
from queries.protection.entreprises import few
from queries.protection.liste import Demande
from queries.protection.seuils import Seuils

# Indicateur -> (mesure, code) de la cellule qui le remplace.
PERSONNES = {
    "beneficiaires": (BENEFICIAIRES, "total"),
    "sorties_positives": (SORTIES, "positives"),
}
SCHEMA = {
    "demande": pl.String,
    "indicateur": pl.String,
    "valeur": pl.Float64,
    "texte": pl.String,
    "unite": pl.String,
    "valeur_precedente": pl.Float64,
    "texte_precedent": pl.String,
    "periode_precedente": pl.String,
}
Ecrit = tuple[float | None, str]
RIEN: Ecrit = (None, NON_PUBLIE)


@dataclass(frozen=True)
class Cles:
    """Ce qu'il faut pour écrire les chiffres clés : réponses exactes, cellules, années pleines."""

    found: Reponses
    cells: Mapping[tuple[int, str, str, str], Ecrit]
    complete: frozenset[int]
    seuils: Seuils


def key_figures(found: Reponses, cells: pl.DataFrame, seuils: Seuils) -> pl.DataFrame:
    """Rend `chiffres_cles` pour chaque question d'une année."""
    keys = ("annee", "mesure", "territoire", "code")
    written = {row[:4]: row[4:] for row in cells.select(*keys, "valeur", "texte").iter_rows()}
    choices = found[Demande()]["filtres_possibles"].filter(
        (pl.col("filtre") == "annee") & pl.col("est_complet")
    )
    complete = frozenset(int(code) for code in choices["code"])
    context = Cles(found, written, complete, seuils)
    rows = [row for one in found if one.annee for row in _rows(context, one)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _rows(context: Cles, asked: Demande) -> Iterator[dict[str, object]]:
    for row in context.found[asked]["chiffres_cles"].iter_rows(named=True):
        value, text = _now(context, asked, row)
        before, before_text, period = _before(context, asked, row)
        yield {
            "demande": asked.cle,
            "indicateur": row["indicateur"],
            "valeur": value,
            "texte": text,
            "unite": row["unite"],
            "valeur_precedente": before,
            "texte_precedent": before_text,
            "periode_precedente": period,
        }


def _now(context: Cles, asked: Demande, row: Mapping[str, object]) -> Ecrit:
    name, value = str(row["indicateur"]), row["valeur"]
    if name in PERSONNES:
        place = (asked.annee, PERSONNES[name][0], place_of(asked)[0], PERSONNES[name][1])
        return context.cells.get(place, RIEN)  # type: ignore[arg-type]
    if name == "entreprises" and (said := few(value, context.seuils)):  # type: ignore[arg-type]
        return None, said
    return value, written(value)  # type: ignore[return-value, arg-type]


def _before(
    context: Cles, asked: Demande, row: Mapping[str, object]
) -> tuple[float | None, str | None, str | None]:
    """Rend la valeur d'avant, écrite, et sa période.

    Des personnes ne se comparent qu'entre années pleines : une partie d'année n'est pas publiée.
    Un EPCI aussi : seule son année d'avant a été lue.
    """
    year = asked.annee or 0
    is_person = row["indicateur"] in PERSONNES
    if not is_person and asked.epci is None:
        before, period = row["valeur_precedente"], row["periode_precedente"]
        shown = _now(context, asked, {**row, "valeur": before})
        return (*shown, str(period)) if period else (None, None, None)
    earlier = Demande(year - 1, asked.structure, asked.epci)
    if year not in context.complete or year - 1 not in years_of(context.found):
        return None, None, None
    frame = context.found[earlier]["chiffres_cles"]
    same = frame.row(by_predicate=pl.col("indicateur") == row["indicateur"], named=True)
    return (*_now(context, earlier, same), str(year - 1))


def written(value: float | None) -> str:
    """Rend un nombre à la française, deux décimales au plus."""
    if value is None:
        return "inconnu"
    whole, decimals = f"{value:,.2f}".split(".")
    whole = whole.replace(",", FINE)
    return whole if decimals == "00" else f"{whole},{decimals}".rstrip("0")
