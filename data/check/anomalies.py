"""Les anomalies sont des lignes, pour la personne qui corrigera le fichier.

Colonnes : ligne (du tableur, nulle si tout le fichier), colonne (intitulé du fichier), message
(phrase française), gravite : « ecartee » (ligne non importée), « corrigee », « avertissement ».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

SCHEMA = {"ligne": pl.Int64, "colonne": pl.String, "message": pl.String, "gravite": pl.String}
ECARTEE, CORRIGEE, AVERTISSEMENT = "ecartee", "corrigee", "avertissement"
GRAVITES = {
    ECARTEE: "Ligne écartée",
    CORRIGEE: "Cellule corrigée",
    AVERTISSEMENT: "À vérifier",
}
# Ce qu'une cellule peut avoir pour être redite : un nombre mal écrit, un jour récent. Au-delà de
# six chiffres, ou avec un mot, c'est peut-être quelqu'un.
INOFFENSIF = (
    r"^[-+]?[\d.,;:hHoOlI€%\s\u00a0\u202f]{1,12}$"
    r"|^\d{1,2}[/.\-]\d{1,2}[/.\-]20(?:1[2-9]|[2-9]\d)$"
)
CHIFFRES_MONTRES = 6
TOUT_LE_FICHIER = "tout le fichier"


@cache
def nothing() -> pl.DataFrame:
    """Rend une table d'anomalies vide ; à lire seulement."""
    return pl.DataFrame(schema=SCHEMA)


def whole_file(message: str, gravite: str = AVERTISSEMENT) -> pl.DataFrame:
    """Rend une remarque qui porte sur tout le fichier."""
    row = {"ligne": [None], "colonne": [None], "message": [message], "gravite": [gravite]}
    return pl.DataFrame(row, schema=SCHEMA)


@dataclass(frozen=True)
class Doubt:
    """Ce qui ferait une anomalie par ligne de `frame` où `where` est vrai (nul : non)."""

    frame: pl.DataFrame
    where: pl.Expr
    colonne: str
    message: str | pl.Expr
    gravite: str

    def told(self, is_found: pl.Series) -> pl.DataFrame:
        """Rend les anomalies des lignes où le doute est fondé."""
        text = pl.lit(self.message) if isinstance(self.message, str) else self.message
        return self.frame.filter(is_found).select(
            pl.col("ligne").cast(pl.Int64),
            colonne=pl.lit(self.colonne, pl.String),
            message=text.cast(pl.String),
            gravite=pl.lit(self.gravite),
        )


# Ce que `gather` rassemble : des anomalies, ou de quoi les chercher.
Found = pl.DataFrame | Doubt


def flag(
    frame: pl.DataFrame, where: pl.Expr, colonne: str, message: str | pl.Expr, gravite: str
) -> Doubt:
    """Rend un doute sur des lignes ; `gather` cherche ensemble tous ceux d'une même table."""
    return Doubt(frame, where, colonne, message, gravite)


def shown(value: pl.Expr) -> pl.Expr:
    """Rend la valeur telle qu'on la cite dans un message ; « La valeur » si elle n'est pas sûre.

    Le nom de la colonne ne prouve rien : seule la forme du contenu décide.
    """
    is_day = value.str.contains(r"^\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}$")
    is_short = value.str.count_matches(r"\d") <= CHIFFRES_MONTRES
    is_harmless = value.str.contains(INOFFENSIF) & (is_day | is_short)
    return (
        pl.when(is_harmless & value.str.contains(r"\d"))
        .then(pl.format("« {} »", value))
        .otherwise(pl.lit("La valeur"))
    )


def gather(parts: Sequence[Found]) -> pl.DataFrame:
    """Rend toutes les anomalies, dans l'ordre du fichier."""
    found = [one for one in _settled(parts) if one.height]
    if not found:
        return nothing()
    return (
        pl.concat(found)
        .unique(maintain_order=True)
        .sort("ligne", maintain_order=True, nulls_last=False)
    )


def _settled(parts: Sequence[Found]) -> list[pl.DataFrame]:
    """Rend les anomalies, les doutes de chaque table levés d'une seule lecture."""
    by_frame: dict[int, dict[int, Doubt]] = {}
    for rank, one in enumerate(parts):
        if isinstance(one, Doubt):
            by_frame.setdefault(id(one.frame), {})[rank] = one
    told: dict[int, pl.DataFrame] = {}
    for doubts in by_frame.values():
        told |= _founded(doubts)
    return [told[rank] if isinstance(one, Doubt) else one for rank, one in enumerate(parts)]


def _founded(doubts: dict[int, Doubt]) -> dict[int, pl.DataFrame]:
    """Rend les anomalies de doutes sur une même table, par rang."""
    frame = next(iter(doubts.values())).frame
    # Avec « ligne », un doute constant prend la hauteur de la table.
    masks = frame.select(
        "ligne",
        *(one.where.fill_null(value=False).alias(f"_{rank}") for rank, one in doubts.items()),
    )
    # Le plus souvent, aucune ligne : ne rien recopier pour le savoir.
    return {
        rank: one.told(masks[f"_{rank}"]) if masks[f"_{rank}"].any() else nothing()
        for rank, one in doubts.items()
    }


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


def aside(anomalies: pl.DataFrame) -> set[int]:
    """Rend les lignes que ces anomalies écartent."""
    return set(anomalies.filter(pl.col("gravite") == ECARTEE)["ligne"])


def still_told(anomalies: pl.DataFrame, lines: set[int]) -> pl.DataFrame:
    """Rend ce qui se dit quand ces lignes sont écartées : elles ne se vérifient plus."""
    # Une remarque sur tout le fichier n'a pas de ligne : nul n'est dans aucune liste.
    is_aside = pl.col("ligne").is_in(list(lines)).fill_null(value=False)
    is_told = (pl.col("gravite") == ECARTEE) | ~is_aside
    return anomalies.filter(is_told)
