"""Milliers ou décimales : la colonne le dit, jamais la cellule seule.

« 1.234 » est mille deux cent trente-quatre dans une colonne où les décimales ont une virgule, et
un peu plus de un là où elles ont un point. Ce que la colonne ne dit pas, les autres colonnes de
nombres du fichier le disent, ou ce qu'une personne peut travailler (jamais 1 234 h en un mois) ;
sinon, on le demande, les deux totaux sous les yeux.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import polars as pl

from data.check import anomalies as notes
from data.check import values
from data.check.plausible import HEURES_PAR_JOUR_MAX, hours_limit
from data.columns import COLUMNS
from data.recognize import Recognized
from data.words import month_columns, normalize

NOMBRES = ("nombre", "montant", "entier")
MARQUES = {".": ("point", "virgule"), ",": ("virgule", "point")}
HEURES_DE_PERSONNE = {"heures_realisees", "heures_controle", "heures_formation"}
RIEN = ("neant", "ras", "r_a_s", "rien", "aucune", "aucun", "s_o", "so", "n_a")
# Un nombre bien écrit ne dit pas « rien » : il n'est pas à normaliser pour le savoir.
PRESQUE_RIEN = r"[^\d\s.,:+\-]|^\s*-+\s*$"
MILLIERS, DECIMALES = "milliers", "decimales"


@dataclass(frozen=True)
class Evidence:
    """Ce que des cellules disent d'une marque : combien ne s'expliquent que d'une façon.

    `other` : l'autre marque, ou une espace entre les milliers, y tient déjà le rôle contraire.
    """

    both: int = 0
    decimal: int = 0
    thousands: int = 0

    @property
    def reading(self) -> str:
        """« milliers » ou « decimales » si tout s'accorde, "" sinon."""
        if bool(self.decimal) == bool(self.thousands):
            return ""
        return DECIMALES if self.decimal else MILLIERS


def settle_numbers(export: Recognized, grid: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rend la grille dont chaque nombre n'a plus qu'une lecture, et ce qui s'en dit.

    Lève APreciser si une colonne permet les deux.
    """
    groups = _groups(export, grid)
    said: list[pl.DataFrame] = []
    for mark in MARQUES:
        if not _is_doubtful(grid, list(chain.from_iterable(groups)), mark):
            continue
        every = {tuple(group): evidence(grid, group, mark) for group in groups}
        general = evidence(grid, list(chain.from_iterable(groups)), mark).reading
        for group in groups:
            found = every[tuple(group)]
            if not found.both and not repeated(grid, group, mark):
                continue
            known = found.reading or general
            if not known and _cannot_be_thousands(export, grid, group, mark):
                said.append(notes.whole_file(_told_decimals(export, group, mark)))
                continue
            reading = _reading(export, grid, group, mark, known)
            if reading == MILLIERS:
                grid = grid.with_columns(without(name, mark) for name in group)
                said.append(notes.whole_file(_told(export, group, mark)))
    return grid, notes.gather(said)


def _is_doubtful(grid: pl.DataFrame, names: list[str], mark: str) -> bool:
    """Dit si une cellule permet deux lectures, ou n'en permet qu'une où la marque se répète."""
    here = "\\." if mark == "." else ","
    # Trois chiffres derrière la marque, espaces comprises : rare, et bien plus vite vu.
    near = here + rf"(?:{values.SPACES}*\d){{3}}"
    is_near = grid.select(pl.col(name).str.contains(near).any() for name in names)
    shape = rf"^[-+]?(?:[1-9]\d{{0,2}}{here}\d{{3}}|\d{{1,3}}(?:{here}\d{{3}}){{2,}})$"
    return any(
        grid.select(values.bare(pl.col(name)).str.contains(shape).any()).item()
        for name in names
        if is_near[name][0]
    )


def with_nothing_read(export: Recognized, grid: pl.DataFrame) -> pl.DataFrame:
    """Rend la grille où ce qui dit « rien » (« - », « néant ») ne se prend pas pour un nombre.

    Des heures sans rien sont zéro heure, et leur ligne reste ; un mois ou un autre nombre, vide.
    """
    measure = export.format.measure
    is_zero = measure in export.format.filled and measure in grid.columns
    every = [name for group in _groups(export, grid) for name in group]
    is_near = grid.select(pl.col(name).str.contains(PRESQUE_RIEN).any() for name in every)
    names = [name for name in every if is_near[name][0]]
    return grid.with_columns(
        pl.when(_says_nothing(name))
        .then(pl.lit("0" if is_zero and name == measure else None, pl.String))
        .otherwise(pl.col(name))
        .alias(name)
        for name in names
    )


def _says_nothing(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return values.each_once(text, _are_nothing, pl.Boolean).fill_null(value=False)


def _are_nothing(distinct: pl.Series) -> pl.Series:
    words = distinct.filter(distinct.str.contains(PRESQUE_RIEN))
    found = [one for one in words if normalize(one) in RIEN]
    return distinct.str.contains(r"^[-–—/]+$") | distinct.is_in(found)


def _groups(export: Recognized, grid: pl.DataFrame) -> list[list[str]]:
    """Rend les colonnes de nombres : chacune seule, les mois d'un tableau large ensemble."""
    months = month_columns(grid.columns) if export.format.reshape else []
    alone = [[name] for name in grid.columns if name in COLUMNS and COLUMNS[name].kind in NOMBRES]
    return [*([months] if months else []), *alone]


def _cells(grid: pl.DataFrame, names: Iterable[str]) -> pl.Series:
    """Rend les textes des nombres de ces colonnes, sans unité."""
    columns = [grid.select(values.bare(pl.col(name)).alias("texte")) for name in names]
    texts = pl.concat(columns)["texte"] if columns else pl.Series("texte", [], pl.String)
    return texts.drop_nulls().filter(texts.drop_nulls().str.contains(r"^[-+]?[\d.,]*\d[\d.,]*$"))


def evidence(grid: pl.DataFrame, names: list[str], mark: str) -> Evidence:
    """Rend ce que les cellules de ces colonnes disent d'une marque."""
    texts = _cells(grid, names)
    here, other = ("\\.", ",") if mark == "." else (",", "\\.")
    is_both = texts.str.contains(rf"^[-+]?[1-9]\d{{0,2}}{here}\d{{3}}$")
    with_other = texts.str.contains(other)
    as_decimal = (
        texts.str.contains(rf"{here}\d*$") & ~is_both & (texts.str.count_matches(here) == 1)
    )
    is_repeated = _is_repeated(texts, here)
    other_decimal = texts.str.contains(rf"{other}(\d{{1,2}}|\d{{4,}})$")
    spaced = pl.concat(
        [grid.select(pl.col(name).str.contains(r"\d[ \u00a0\u202f\u2009]\d{3}").sum().alias("n"))
         for name in names] or [pl.DataFrame({"n": [0]})]
    )["n"].sum()  # fmt: skip
    # « 1.234,5 » : la dernière marque est la décimale, l'autre sépare des milliers.
    first = with_other & texts.str.contains(rf"{here}\d{{3}}{other}")
    return Evidence(
        int(is_both.sum()),
        int(as_decimal.sum()) + int(spaced or 0),
        int(is_repeated.sum()) + int(first.sum()) + int(other_decimal.sum()),
    )


def _is_repeated(texts: pl.Series, here: str) -> pl.Series:
    return texts.str.contains(rf"^[-+]?\d{{1,3}}({here}\d{{3}}){{2,}}$")


def repeated(grid: pl.DataFrame, names: list[str], mark: str) -> bool:
    """Dit si une marque revient dans un même nombre (« 1.234.567 ») : elle n'y est pas décimale."""
    return bool(_is_repeated(_cells(grid, names), "\\." if mark == "." else ",").any())


def _reading(
    export: Recognized, grid: pl.DataFrame, group: list[str], mark: str, found: str
) -> str:
    """Rend la lecture sûre d'une colonne, ou celle que la personne a donnée."""
    if all(name in COLUMNS and COLUMNS[name].kind == "entier" for name in group):
        return MILLIERS
    if found:
        return found
    totals = {
        MILLIERS: _total(grid.with_columns(without(name, mark) for name in group), group),
        DECIMALES: _total(grid, group),
    }
    texts = _cells(grid, group)
    here = "\\." if mark == "." else ","
    example = texts.filter(texts.str.contains(rf"\d{here}\d{{3}}$")).head(1).to_list()
    cited = f" (« {example[0]} »)" if example else ""
    name, _ = MARQUES[mark]
    return export.choose(
        f"{name}_{'mois' if len(group) > 1 else group[0]}",
        f"Dans « {export.nom} », colonne {_named(export, group)}, le {name}{cited} peut séparer "
        "des milliers ou des décimales, et rien d'autre dans le fichier ne le dit.".replace(
            "le virgule", "la virgule"
        ),
        {
            MILLIERS: f"Des milliers : total {totals[MILLIERS]}",
            DECIMALES: f"Des décimales : total {totals[DECIMALES]}",
        },
    )


def _cannot_be_thousands(
    export: Recognized, grid: pl.DataFrame, group: list[str], mark: str
) -> bool:
    """Dit si des milliers feraient, à chaque cellule ambiguë, plus que ses jours ne contiennent.

    Une seule cellule possible en milliers, et la question reste : l'autre peut être une faute.
    """
    if not (set(group) <= HEURES_DE_PERSONNE or (export.format.reshape and len(group) > 1)):
        return False
    limit = hours_limit(export, grid)
    here = "\\." if mark == "." else ","
    ambiguous = [pl.col(name).str.contains(rf"^\D*\d{{1,3}}{here}\d{{3}}\D*$") for name in group]
    beyond = [values.number(without(name, mark)) > limit.fill_null(float("inf")) for name in group]
    cells = grid.select(
        *(one.fill_null(value=False).alias(f"a{rank}") for rank, one in enumerate(ambiguous)),
        *(one.fill_null(value=False).alias(f"b{rank}") for rank, one in enumerate(beyond)),
    )
    return all((~cells[f"a{rank}"] | cells[f"b{rank}"]).all() for rank in range(len(group)))


def _total(grid: pl.DataFrame, group: list[str]) -> str:
    total = sum(grid.select(values.number(pl.col(name)).sum()).item() or 0.0 for name in group)
    return f"{total:,.2f}".replace(",", "\u202f").replace(".", ",").removesuffix(",00")


def without(name: str, mark: str) -> pl.Expr:
    """Retire la marque des milliers d'une colonne, là où elle en sépare."""
    here = "\\." if mark == "." else ","
    shape = rf"^\D*\d{{1,3}}({here}\d{{3}})+(\D|$)"
    text = pl.col(name)
    return (
        pl.when(text.str.contains(shape))
        .then(text.str.replace_all(mark, "", literal=True))
        .otherwise(text)
        .alias(name)
    )


def _told(export: Recognized, group: list[str], mark: str) -> str:
    mine, other = MARQUES[mark]
    return (
        f"Colonne {_named(export, group)} : « {mark} » ({mine}) y sépare des milliers, pas des "
        f"décimales ({other})."
    )


def _told_decimals(export: Recognized, group: list[str], mark: str) -> str:
    mine, _ = MARQUES[mark]
    return (
        f"Colonne {_named(export, group)} : « {mark} » ({mine}) y sépare des décimales ; des "
        f"milliers feraient plus de {HEURES_PAR_JOUR_MAX} heures par jour. Vérifiez le total."
    )


def _named(export: Recognized, group: list[str]) -> str:
    name = group[0]
    heading = export.heading(name) if name in COLUMNS else name
    return f"« {heading} »" + (" et les autres mois" if len(group) > 1 else "")
