"""Le tableau de l'annexe 2 : ses lignes en mots, à l'écran, à l'impression et dans les fichiers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from pages.shared.cards import evolution
from pages.shared.formatting import (
    UNKNOWN,
    change,
    counted,
    escape,
    number,
    percent,
    typeset,
)

# Seule ligne dont la valeur est le détail qui suit.
BELOW = "types_sorties"
HEADS = ("Indicateur de la convention", "Valeur", "Évolution", "Complétude", "Note")


def value_words(row: dict[str, object]) -> tuple[str, str]:
    """Écrit la valeur d'une ligne et son unité : (« 566 », « personnes »), (« 12,5 % », vide)."""
    value, unit = row["valeur"], str(row["unite"])
    if row["cle"] == BELOW:
        return "voir ci-dessous", ""
    if value is None:
        return UNKNOWN, ""
    if unit == "%":
        return percent(value), ""
    first, *rest = unit.split(" ")
    noun = " ".join([first.removesuffix("s") if abs(value) < 2 else first, *rest])
    return number(value), noun


def evolution_words(row: dict[str, object], period: str) -> str:
    """Dit l'évolution d'une ligne, les deux périodes nommées ; vide sans comparaison."""
    now, before, earlier = row["valeur"], row["valeur_precedente"], row["periode_precedente"]
    if row["cle"] == BELOW or now is None or before is None or earlier is None:
        return ""
    if row["unite"] != "%":
        return evolution(now, before, period, earlier)
    size = change(now, before, "points")
    return f"{size} entre {earlier} ({percent(before)}) et {period}"


def unknown_words(row: dict[str, object]) -> str:
    """Dit combien ne sont pas renseignés ; vide si tout l'est ou si la question ne se pose pas."""
    return counted(row["inconnus"], "non renseigné") if row["inconnus"] else ""


def table_html(frame: pl.DataFrame, period: str, address: Callable[[str], str]) -> str:
    """Rend le tableau entier ; `address` donne la page d'un indicateur.

    Sous une ligne, une complétude identique se dit « idem ».
    """
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in HEADS)
    body, last = [], ""
    for row in frame.iter_rows(named=True):
        same = row["completude"] == last and row["retrait"] > 0
        body.append(_row(row, period, address, "idem" if same else row["completude"]))
        last = row["completude"]
    return (
        '<div class="tableau annexe" tabindex="0" role="region" aria-label="Annexe 2"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _row(
    row: dict[str, object], period: str, address: Callable[[str], str], completeness: str | None
) -> str:
    value, unit = value_words(row)
    unknown = unknown_words(row)
    more = f'<span class="detail">{escape(unknown)}</span>' if unknown else ""
    link = f'<a href="{escape(address(str(row["indicateur"])))}" target="_self">'
    cells = (evolution_words(row, period), completeness or "", row["note"] or "")
    return (
        f'<tr class="retrait{row["retrait"]}"><th scope="row">{link}'
        f"{escape(typeset(str(row['libelle'])))}</a></th>"
        f"<td><strong>{escape(value)}</strong> {escape(unit)}{more}</td>"
        + "".join(f"<td>{escape(typeset(str(cell)))}</td>" for cell in cells)
        + "</tr>"
    )


def to_take_away(frame: pl.DataFrame, period: str) -> pl.DataFrame:
    """Rend le tableau des fichiers : les mots de l'écran, et de vrais nombres."""
    rows = frame.rows(named=True)
    return frame.select(
        libelle=pl.concat_str(pl.lit("    ").repeat_by("retrait").list.join(""), pl.col("libelle")),
        valeur=pl.col("valeur"),
        unite=pl.col("unite"),
        inconnus=pl.col("inconnus"),
        valeur_precedente=pl.col("valeur_precedente"),
        periode_precedente=pl.col("periode_precedente"),
        evolution=pl.Series([evolution_words(row, period) for row in rows], dtype=pl.String),
        completude=pl.col("completude"),
        note=pl.col("note"),
    )
