"""Le tableau de l'annexe 2 : ses lignes en mots, à l'écran, à l'impression et dans les fichiers."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from pages.shared.words.findings.changes import INCONNU, change_of, during, points, signed
from pages.shared.words.formatting import (
    UNKNOWN,
    counted,
    escape,
    number,
    percent,
    typeset,
)

# Seule ligne dont la valeur est le détail qui suit.
BELOW = "types_sorties"
HEADS = ("Indicateur de la convention", "Valeur", "Évolution", "Complétude", "Note")


def answer(frame: pl.DataFrame, when: str) -> tuple[str, str]:
    """Dit combien d'indicateurs ont une valeur `when` (« en 2025 »), et ce qui y est inconnu."""
    asked = frame.filter(retrait=0)
    known = asked.drop_nulls("valeur").height
    first = (
        f"{counted(known, 'indicateur', 'indicateurs')} de l'annexe 2 sur {number(asked.height)} "
        f"{'a' if known < 2 else 'ont'} une valeur {when}."
    )
    blank = frame.filter(pl.col("inconnus") > 0)
    if blank.is_empty():
        return first, ""
    most = number(blank["inconnus"].max())
    lines = counted(blank.height, "ligne compte", "lignes comptent")
    upto = f"jusqu'à {most}" if blank.height > 1 else most
    return first, f"{lines} des réponses non renseignées, {upto} : à compléter d'abord."


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


def evolution_words(row: dict[str, object]) -> str:
    """Dit l'évolution d'une ligne, les deux périodes nommées ; vide sans comparaison."""
    change, earlier = change_of(row), row["periode_precedente"]
    if row["cle"] == BELOW or earlier is None or change.verdict == INCONNU:
        return ""
    compared = str(row["periode_comparee"])
    if row["unite"] != "%":
        return signed(change, compared, str(earlier))
    if not change.est_comparable:
        return f"{percent(change.before)} {during(str(earlier))} : sans comparaison"
    size = points(change.now, change.before)
    return f"{size} entre {earlier} ({percent(change.before)}) et {compared}"


def unknown_words(row: dict[str, object]) -> str:
    """Dit combien ne sont pas renseignés ; vide si tout l'est ou si la question ne se pose pas."""
    return counted(row["inconnus"], "non renseigné") if row["inconnus"] else ""


def table_html(frame: pl.DataFrame, address: Callable[[str], str]) -> str:
    """Rend le tableau entier ; `address` donne la page d'un indicateur.

    Sous une ligne, une complétude identique se dit « idem ».
    """
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in HEADS)
    body, last = [], ""
    for row in frame.iter_rows(named=True):
        same = row["completude"] == last and row["retrait"] > 0
        body.append(_row(row, address, "idem" if same else row["completude"]))
        last = row["completude"]
    return (
        '<div class="tableau annexe" tabindex="0" role="region" aria-label="Annexe 2"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _row(row: dict[str, object], address: Callable[[str], str], completeness: str | None) -> str:
    value, unit = value_words(row)
    unknown = unknown_words(row)
    more = f'<span class="detail">{escape(unknown)}</span>' if unknown else ""
    link = f'<a href="{escape(address(str(row["indicateur"])))}" target="_self">'
    cells = (evolution_words(row), completeness or "", row["note"] or "")
    return (
        f'<tr class="retrait{row["retrait"]}"><th scope="row">{link}'
        f"{escape(typeset(str(row['libelle'])))}</a></th>"
        f"<td><strong>{escape(value)}</strong> {escape(unit)}{more}</td>"
        + "".join(f"<td>{escape(typeset(str(cell)))}</td>" for cell in cells)
        + "</tr>"
    )


def to_take_away(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend le tableau des fichiers : les mots de l'écran, et de vrais nombres."""
    rows = frame.rows(named=True)
    return frame.select(
        libelle=pl.concat_str(pl.lit("    ").repeat_by("retrait").list.join(""), pl.col("libelle")),
        valeur=pl.col("valeur"),
        unite=pl.col("unite"),
        inconnus=pl.col("inconnus"),
        valeur_precedente=pl.col("valeur_precedente"),
        periode_precedente=pl.col("periode_precedente"),
        valeur_comparee=pl.col("valeur_comparee"),
        periode_comparee=pl.col("periode_comparee"),
        evolution=pl.Series([evolution_words(row) for row in rows], dtype=pl.String),
        completude=pl.col("completude"),
        note=pl.col("note"),
    )
