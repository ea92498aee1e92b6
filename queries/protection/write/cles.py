"""Les chiffres clés protégés : exacts s'ils ne comptent personne, sinon ceux des cellules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from queries.protection.count.collecte import Reponses, place_of
from queries.protection.rules.liste import Demande
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import FINE, NON_PUBLIE
from queries.protection.write.cellules import BENEFICIAIRES, SORTIES
from queries.protection.write.entreprises import few

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
    "valeur_comparee": pl.Float64,
    "periode_comparee": pl.String,
    "est_comparable": pl.Boolean,
}
Ecrit = tuple[float | None, str]
RIEN: Ecrit = (None, NON_PUBLIE)
PERIODES = ("periode_precedente", "periode_comparee", "est_comparable")
SANS_COMPARAISON = dict.fromkeys(list(SCHEMA)[5:])


@dataclass(frozen=True)
class Cles:
    """Ce qu'il faut pour écrire les chiffres clés : réponses exactes, cellules, seuils."""

    found: Reponses
    cells: Mapping[tuple[int, str, str, str], Ecrit]
    seuils: Seuils


def key_figures(found: Reponses, cells: pl.DataFrame, seuils: Seuils) -> pl.DataFrame:
    """Rend `chiffres_cles` pour chaque question d'une année."""
    keys = ("annee", "mesure", "territoire", "code")
    written = {row[:4]: row[4:] for row in cells.select(*keys, "valeur", "texte").iter_rows()}
    context = Cles(found, written, seuils)
    rows = [row for one in found if one.annee for row in _rows(context, one)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _rows(context: Cles, asked: Demande) -> Iterator[dict[str, object]]:
    for row in context.found[asked]["chiffres_cles"].iter_rows(named=True):
        value, text = _now(context, asked, row)
        yield {
            "demande": asked.cle,
            "indicateur": row["indicateur"],
            "valeur": value,
            "texte": text,
            "unite": row["unite"],
            **_compared(context, asked, row),
        }


def _now(context: Cles, asked: Demande, row: Mapping[str, object]) -> Ecrit:
    name, value = str(row["indicateur"]), row["valeur"]
    if name in PERSONNES:
        place = (asked.annee, PERSONNES[name][0], place_of(asked)[0], PERSONNES[name][1])
        return context.cells.get(place, RIEN)  # type: ignore[arg-type]
    if name == "entreprises" and (said := few(value, context.seuils)):  # type: ignore[arg-type]
        return None, said
    return value, written(value)  # type: ignore[return-value, arg-type]


def _compared(context: Cles, asked: Demande, row: Mapping[str, object]) -> dict[str, object]:
    """Rend les deux valeurs qui se comparent, et leurs périodes.

    Des personnes ne se comparent qu'entre années pleines : une partie d'année n'est pas publiée.
    Un EPCI aussi : seule son année d'avant a été lue.
    """
    year = asked.annee or 0
    if row["indicateur"] not in PERSONNES and asked.epci is None:
        if not row["periode_precedente"]:
            return SANS_COMPARAISON
        before = _now(context, asked, {**row, "valeur": row["valeur_precedente"]})
        now = _now(context, asked, {**row, "valeur": row["valeur_comparee"]})
        kept = {name: row[name] for name in PERIODES}
        return _columns(before, now[0]) | kept
    earlier = Demande(year - 1, asked.structure, asked.epci)
    whole = context.found[Demande(year, asked.structure)]["chiffres_cles"].row(0, named=True)
    if whole["periode_precedente"] != str(year - 1) or earlier not in context.found:
        return SANS_COMPARAISON
    frame = context.found[earlier]["chiffres_cles"]
    same = frame.row(by_predicate=pl.col("indicateur") == row["indicateur"], named=True)
    kept = {name: whole[name] for name in PERIODES}
    return _columns(_now(context, earlier, same), _now(context, asked, row)[0]) | kept


def _columns(before: Ecrit, now: float | None) -> dict[str, object]:
    return {"valeur_precedente": before[0], "texte_precedent": before[1], "valeur_comparee": now}


def written(value: float | None) -> str:
    """Rend un nombre à la française, deux décimales au plus."""
    if value is None:
        return "inconnu"
    whole, decimals = f"{value:,.2f}".split(".")
    whole = whole.replace(",", FINE)
    return whole if decimals == "00" else f"{whole},{decimals}".rstrip("0")
