"""Lignes de total et doublons exacts d'une grille de textes.

Une ligne est un total par son libellé ET par l'arithmétique ; si elle dit « total » sans que la
somme tombe juste, elle est écartée et signalée. Une ligne sans libellé qui vaut la somme de celles
d'au-dessus (ses clés ont été recopiées vers le bas) est un total aussi, ou se demande. Aucune n'est
jamais additionnée.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from data.check import values
from data.check.anomalies import AVERTISSEMENT, ECARTEE, flag, gather
from data.columns import COLUMNS
from data.formats import Format
from data.words import normalize

# « Total ITV », « ITV total », « Sous-total », « Somme »… : au début ou à la fin du libellé.
# Sans accent, un libellé de total se lit tel quel : seul ce qui en est proche se normalise.
PRESQUE_TOTAL = r"(?i)tota|cumul|ensemble|somme|[^\x00-\x7f]"
TOTAL = re.compile(
    r"^(sous_)?(tota(l|ux)|cumul|ensemble|somme)(_|$)|_(tota(l|ux)|somme)(_general)?$"
)
TOLERANCE = 0.05
# En dessous de trois lignes, une somme juste est une coïncidence ; à huit, ce n'en est plus une.
LIGNES_DOUTEUSES, LIGNES_SURES = 3, 8
FAUX = "Ligne de total dont la valeur n'est pas la somme des lignes : non comptée, à vérifier."
SANS_LIBELLE = (
    "Cette ligne vaut exactement la somme de celles d'au-dessus : prise pour un total, non comptée."
)
Amounts = tuple[float | None, ...]


@dataclass(frozen=True)
class Totals:
    """Les lignes de total ; celles qui pourraient en être (`doubtful`), et ce qui s'en dit."""

    lines: set[int]
    doubtful: list[int]
    anomalies: pl.DataFrame


@dataclass
class _Sums:
    """Les sommes d'une suite de lignes : par colonne, et combien de lignes y comptent."""

    width: int
    count: int = 0
    amounts: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.amounts = [0.0] * self.width

    def add(self, row: Amounts) -> None:
        self.count += any(row)
        self.amounts = [had + (one or 0.0) for had, one in zip(self.amounts, row, strict=True)]

    def equals(self, row: Amounts) -> bool:
        return all(
            abs((one or 0.0) - total) <= TOLERANCE
            for one, total in zip(row, self.amounts, strict=True)
        )

    def near(self, rank: int, amount: float | None) -> bool:
        return amount is None or abs(amount - self.amounts[rank]) <= TOLERANCE


def find_totals(grid: pl.DataFrame, one: Format, measured: list[str], heading: str) -> Totals:
    """Rend les lignes de total, sûres ou douteuses, et les anomalies de celles qui s'en réclament.

    `measured` : colonnes de nombres dont le total se vérifie ; `heading` : leur intitulé.
    """
    marked = grid.select(
        "ligne",
        *(values.number(pl.col(name)).alias(name) for name in measured),
        _total=pl.col("ligne").is_in(_labelled(grid, one, measured)),
    )
    lines: set[int] = set()
    wrong: list[int] = []
    unnamed: list[int] = []
    doubtful: list[int] = []
    kinds = {"juste": lines.add, "faux": wrong.append, "sans_libelle": unnamed.append,
             "douteux": doubtful.append}  # fmt: skip
    for line, kind in _kinds(marked, len(measured)):
        kinds[kind](line)
    said = [(wrong, FAUX, ECARTEE), (unnamed, SANS_LIBELLE, AVERTISSEMENT)]
    told = [flag(grid, pl.col("ligne").is_in(which), heading, text, how)
            for which, text, how in said]  # fmt: skip
    return Totals(lines | set(unnamed), doubtful, gather(told))


def _labelled(grid: pl.DataFrame, one: Format, measured: list[str]) -> list[int]:
    """Rend les lignes qui se disent un total.

    Une entreprise peut s'appeler « Total » : il faut aussi une cellule obligatoire vide, sauf dans
    la colonne où le format range ses totaux, ou dans un numéro, qui ne s'appelle pas ainsi.
    """
    texts = [name for name in grid.columns if name not in ("ligne", *measured)]
    keys = [name for name in one.required if name in grid.columns and name not in measured]
    hollow = pl.any_horizontal([pl.col(name).is_null() for name in keys] or [pl.lit(value=True)])
    numbers = [name for name in texts if name in COLUMNS and COLUMNS[name].kind == "numero"]
    own = [name for name in (*numbers, one.total_column) if name in texts]
    # Une ligne complète est la règle : ses textes ne sont pas à lire.
    said = [(grid.filter(hollow), texts), (grid, own)]
    return [line for rows, names in said for line in _say_total(rows, names)]


def _say_total(rows: pl.DataFrame, names: list[str]) -> list[int]:
    """Rend les lignes dont une de ces colonnes porte un libellé de total."""
    is_near = rows.select(pl.col(one).str.contains(PRESQUE_TOTAL) for one in names)
    lines = []
    for name in (one for one in names if is_near[one].any()):
        near = rows.filter(is_near[name]).select("ligne", name).iter_rows()
        lines += [line for line, text in near if TOTAL.search(normalize(text))]
    return lines


def _kinds(marked: pl.DataFrame, width: int) -> Iterator[tuple[int, str]]:
    """Rend (ligne, sorte) des lignes de total, d'après les sommes depuis le total d'avant et de
    tout le fichier."""
    if not _may_hold_any(marked):
        return
    since, everything = _Sums(width), _Sums(width)
    for line, *amounts, is_labelled in marked.iter_rows():
        row = tuple(amounts)
        if is_labelled:
            right = all(
                since.near(rank, one) or everything.near(rank, one) for rank, one in enumerate(row)
            )
            yield line, "juste" if right else "faux"
        elif kind := _unlabelled(row, since, everything):
            yield line, kind
        if is_labelled or kind == "sans_libelle":
            since = _Sums(width)
            continue
        since.add(row)
        everything.add(row)


def _may_hold_any(marked: pl.DataFrame) -> bool:
    """Dit si une ligne peut être un total : sans aucun, le fichier entier se lit d'un coup.

    Plus large que la lecture ligne à ligne, qui tranche ensuite.
    """
    amounts = marked.drop("ligne", "_total").fill_null(0.0)
    if marked["_total"].any() or not amounts.width:
        return bool(marked["_total"].any())
    before = pl.all().cum_sum().shift(1, fill_value=0.0)
    is_sum = pl.all_horizontal((pl.all() - before).abs() <= 2 * TOLERANCE)
    is_filled = pl.any_horizontal(pl.all() != 0)
    found = amounts.select(
        is_sum & is_filled & (is_filled.cum_sum() > LIGNES_DOUTEUSES)
    ).to_series()
    return bool(found.any())


def _unlabelled(row: Amounts, since: _Sums, everything: _Sums) -> str:
    """Rend la sorte d'une ligne sans libellé : "" si elle ne vaut aucune somme."""
    if not any(row):
        return ""
    count = max((one.count for one in (since, everything) if one.equals(row)), default=0)
    several = sum(bool(one) for one in row) > 1
    if count >= LIGNES_SURES or (count >= LIGNES_DOUTEUSES and several):
        return "sans_libelle"
    return "douteux" if count >= LIGNES_DOUTEUSES else ""


def find_duplicates(grid: pl.DataFrame) -> set[int]:
    """Rend les lignes qui répètent exactement une ligne précédente, cellule pour cellule."""
    names = [name for name in grid.columns if name != "ligne"]
    # Une empreinte par ligne d'abord : le plus souvent, aucune ne se répète, et rien n'est recopié.
    alike = grid.filter(grid.select(names).hash_rows().is_duplicated())
    repeated = alike.select("ligne", _double=~pl.struct(names).is_first_distinct())
    return set(repeated.filter("_double")["ligne"])
