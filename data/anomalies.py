"""Les anomalies sont des lignes, pour la personne qui corrigera le fichier.

Colonnes : ligne (du tableur, nulle si tout le fichier), colonne (intitulé du fichier), message
(phrase française), gravite : « ecartee » (ligne non importée), « corrigee », « avertissement ».
"""

from __future__ import annotations

import polars as pl

SCHEMA = {"ligne": pl.Int64, "colonne": pl.String, "message": pl.String, "gravite": pl.String}
ECARTEE, CORRIGEE, AVERTISSEMENT = "ecartee", "corrigee", "avertissement"
GRAVITES = {
    ECARTEE: "Ligne écartée",
    CORRIGEE: "Cellule corrigée",
    AVERTISSEMENT: "À vérifier",
}
VALEUR_MONTREE = 40
TOUT_LE_FICHIER = "tout le fichier"


def nothing() -> pl.DataFrame:
    """Rend une table d'anomalies vide."""
    return pl.DataFrame(schema=SCHEMA)


def whole_file(message: str, gravite: str = AVERTISSEMENT) -> pl.DataFrame:
    """Rend une remarque qui porte sur tout le fichier."""
    row = {"ligne": [None], "colonne": [None], "message": [message], "gravite": [gravite]}
    return pl.DataFrame(row, schema=SCHEMA)


def flag(
    frame: pl.DataFrame, where: pl.Expr, colonne: str, message: str | pl.Expr, gravite: str
) -> pl.DataFrame:
    """Rend une anomalie par ligne de `frame` où `where` est vrai (nul : non)."""
    text = pl.lit(message) if isinstance(message, str) else message
    return frame.filter(where.fill_null(value=False)).select(
        pl.col("ligne").cast(pl.Int64),
        colonne=pl.lit(colonne, pl.String),
        message=text.cast(pl.String),
        gravite=pl.lit(gravite),
    )


def shown(value: pl.Expr) -> pl.Expr:
    """Rend la valeur telle qu'on la cite dans un message, coupée."""
    cut = value.str.slice(0, VALEUR_MONTREE)
    return pl.format(
        "« {} »",
        pl.when(value.str.len_chars() > VALEUR_MONTREE).then(pl.format("{}…", cut)).otherwise(cut),
    )


def gather(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Rend toutes les anomalies, dans l'ordre du fichier."""
    return (
        pl.concat([nothing(), *parts])
        .unique(maintain_order=True)
        .sort("ligne", maintain_order=True, nulls_last=False)
    )


def spans(lines: list[int]) -> str:
    """Dit une liste de lignes : « ligne 3 », « lignes 3 à 12, 20 »."""
    ordered = sorted(set(lines))
    if not ordered:
        return TOUT_LE_FICHIER
    groups: list[list[int]] = []
    for line in ordered:
        if groups and line == groups[-1][1] + 1:
            groups[-1][1] = line
        else:
            groups.append([line, line])
    words = [str(first) if first == last else f"{first} à {last}" for first, last in groups]
    shortened = words if len(words) <= 8 else [*words[:8], f"et {len(words) - 8} autres"]
    return ("lignes " if len(ordered) > 1 else "ligne ") + ", ".join(shortened)


def grouped(anomalies: pl.DataFrame) -> pl.DataFrame:
    """Rend une ligne par message et colonne : lignes (dites en mots), nombre."""
    keys = [name for name in ("fichier", "feuille") if name in anomalies.columns]
    groups = anomalies.group_by([*keys, "gravite", "colonne", "message"], maintain_order=True).agg(
        pl.col("ligne").drop_nulls().alias("_lignes"), pl.len().alias("nombre")
    )
    words = [spans(lines.to_list()) for lines in groups["_lignes"]]
    return groups.with_columns(pl.Series("lignes", words, pl.String)).drop("_lignes")
