"""Le témoin nu : les mêmes fichiers, lus par Polars et écrits par DuckDB, sans rien contrôler.

`python tests/mesures/croissance/temoin.py DOSSIER BASE`. Ni en-tête deviné, ni libellé reconnu, ni
ligne vérifiée, ni personne protégée, ni identité remplacée : rien que lire, typer, assembler,
écrire. C'est le plus vite que puisse aller un import fait des mêmes outils.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import duckdb
import polars as pl

DATE = "%d/%m/%Y"
MOIS = r"^(\d\d/\d{4}|Janv\.|Févr\.|Mars|Avr\.|Mai|Juin|Juil\.|Août|Sept\.|Oct\.|Nov\.|Déc\.)$"


def typed(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend les mêmes lignes, dates et nombres typés d'après leur intitulé."""
    days = [one for one in frame.columns if one.startswith("Date")]
    numbers = [one for one in frame.columns
               if one.startswith(("Heures", "Montant", "Durée hebdo", "Dont"))]  # fmt: skip
    return frame.with_columns(
        *(pl.col(one).str.to_date(DATE, strict=False) for one in days),
        *(_number(pl.col(one)) for one in numbers),
    )


def _number(text: pl.Expr) -> pl.Expr:
    return text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def long(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend une ligne par mois d'un fichier large ; un fichier long reste tel quel."""
    months = frame.select(pl.col(MOIS)).columns if "Mois" not in frame.columns else []
    if not months:
        return frame
    keys = [one for one in frame.columns if one not in (*months, "Total")]
    rows = frame.unpivot(months, index=keys, variable_name="Mois", value_name="Heures réalisées")
    return rows.filter(pl.col("Heures réalisées").is_not_null())


def main(folder: Path, base: Path) -> None:
    """Lit les CSV engendrés d'un dossier, une table par sorte, dans un fichier DuckDB."""
    tables = defaultdict(list)
    for path in sorted([*folder.glob("Export_*.csv"), *folder.glob("decp_*.csv")]):
        content = path.read_bytes()
        is_decp = path.name.startswith("decp")
        encoding = "cp1252" if "_CIE84_" in path.name else "utf-8-sig"
        frame = pl.read_csv(
            content if is_decp else content.decode(encoding).encode(),
            separator="," if is_decp else ";", infer_schema_length=0, truncate_ragged_lines=True,
        )  # fmt: skip
        kind = "decp" if is_decp else path.name.split("_")[1]
        tables[kind].append(typed(long(frame)))
    with duckdb.connect(str(base)) as connection:
        for kind, frames in tables.items():
            whole = pl.concat(frames, how="diagonal_relaxed")
            connection.from_arrow(whole.to_arrow()).create(kind.lower())
        connection.execute("checkpoint")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
