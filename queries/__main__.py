"""En ligne de commande : la liste des indicateurs, ou l'un d'eux.

python -m queries
python -m queries beneficiaires_par_categorie annee=2023 structure=CIE84 --format csv
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from decimal import Decimal

import polars as pl

from queries import THEMES, TOTAL, FiltreInvalide, describe, names, run
from queries.commande import Parser, answered
from queries.filters import FILTRES
from queries.scenario import SCENARIO

USAGE = "python -m queries [NOM [cle=valeur…]] [--format table|csv|json]"
FORMATS = ("table", "csv", "json")
FINE = "\N{NARROW NO-BREAK SPACE}"


def main(arguments: list[str] | None = None) -> int:
    """Rend 0 si la réponse est écrite, 1 si une phrase dit pourquoi elle ne l'est pas."""
    parser = Parser(
        USAGE,
        "Donne un indicateur, ou la liste des indicateurs si aucun n'est nommé.",
        f"Filtres, écrits cle=valeur : {', '.join(FILTRES)}. "
        f"Scénario d'une simulation : {', '.join(SCENARIO)}.",
    )
    parser.asked.add_argument("nom", nargs="?", help="nom de l'indicateur")
    parser.asked.add_argument("filtres", nargs="*", help="filtres, par exemple annee=2023")
    parser.asked.add_argument("--format", choices=FORMATS, default="table", help="mise en forme")

    def answer() -> None:
        asked = parser.parse(arguments)
        print(_answer(asked) if asked.nom else _contents())

    return answered(answer)


def _answer(asked: argparse.Namespace) -> str:
    frame = run(asked.nom, droit=TOTAL, **dict(_filter(text) for text in asked.filtres))
    if asked.format == "csv":
        return _inert(frame).write_csv(separator=";", decimal_comma=True).rstrip("\n")
    if asked.format == "json":
        return json.dumps(frame.to_dicts(), ensure_ascii=False, indent=1, default=_json)
    said = describe(asked.nom)
    return "\n".join(
        [said.titre, "", _table(frame), "", said.definition, f"Source : {said.source}"]
    )


def _filter(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise FiltreInvalide(f"« {text} » n'est pas un filtre : écrivez cle=valeur.")
    return name, value


def _inert(frame: pl.DataFrame) -> pl.DataFrame:
    """Désamorce les textes qu'un tableur prendrait pour une formule."""
    seen = pl.col(pl.String).str.replace_all(r"\p{Cf}", "")
    return frame.with_columns(seen.str.replace(r"^([=+\-@＝＋－＠\t\r])", "'$1"))


def _json(value: date | Decimal) -> str | float:
    # JSON n'a pas de décimaux ; au centime, un flottant redonne les mêmes chiffres.
    return float(value) if isinstance(value, Decimal) else value.isoformat()


def _contents() -> str:
    width = max(len(name) for name in names())
    lines = []
    for theme in THEMES:
        lines += ["", theme]
        lines += [
            f"  {name:<{width}}  {describe(name).titre}"
            for name in names()
            if describe(name).theme == theme
        ]
    return "\n".join(lines).lstrip("\n")


def _table(frame: pl.DataFrame) -> str:
    """Rend une table en colonnes alignées, nombres à la française et à droite."""
    if frame.is_empty():
        return "(aucune ligne)"
    columns = [[name, *(_cell(value) for value in frame[name])] for name in frame.columns]
    widths = [max(len(cell) for cell in column) for column in columns]
    numeric = [frame[name].dtype.is_numeric() for name in frame.columns]
    rows = zip(*columns, strict=True)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in rows
    )


def _cell(value: object) -> str:
    match value:
        case None:
            return "inconnu"
        case bool():
            return "oui" if value else "non"
        case float():
            return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", FINE).replace(".", ",")
        case int():
            return f"{value:,}".replace(",", FINE)
        case Decimal():
            return f"{value:,.2f}".replace(",", FINE).replace(".", ",")
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return str(value)


if __name__ == "__main__":
    sys.exit(main())
