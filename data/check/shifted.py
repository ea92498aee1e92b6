"""Les lignes décalées ou coupées : un séparateur perdu fait glisser toutes les valeurs suivantes.

Ce que le fichier dit de lui-même les trahit : le nombre de cellules de chaque ligne, le total
écrit au bout de la ligne, la fin du fichier.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data.check import anomalies as notes
from data.check import values
from data.columns import COLUMNS
from data.read.grid import FichierRefuse
from data.recognize import Layout, Recognized
from data.words import normalize

TOTAUX_DE_LIGNE = ("total", "total_general", "total_heures", "total_annuel", "total_annee", "cumul")
COUPABLES = ("nombre", "montant", "entier", "date", "mois", "numero")
TOLERANCE = 0.05
# Des cellules de fin presque toujours remplies ne manquent pas par économie de séparateurs.
PRESQUE_TOUJOURS = 0.9
COURTE = "La ligne a moins de cellules que l'en-tête"
PERDU = f"{COURTE}, sans doute un séparateur perdu : ligne écartée, corrigez-la."
SANS_FIN = (
    "Le fichier ne finit pas par un retour à la ligne : vérifiez que cette dernière valeur n'a pas "
    "été coupée."
)
A_VERIFIER = f"{COURTE} : vérifiez qu'aucune valeur n'y a glissé d'une colonne."


def short_lines(layout: Layout) -> dict[int, int]:
    """Rend ligne -> cellules écrites, pour les lignes d'un texte plus courtes que l'en-tête."""
    sheet, expected = layout.feuille, _expected(layout)
    if min(sheet.widths, default=expected) >= expected:
        return {}
    widths = dict(zip(sheet.cells["ligne"], sheet.widths, strict=False))
    return {
        line: width
        for line, width in widths.items()
        if line > layout.header_line and width < expected
    }


def _expected(layout: Layout) -> int:
    """Rend le rang de la dernière colonne nommée, compté à partir de 1."""
    return max(int(name[1:]) for name in layout.header) + 1


def refuse_cut(export: Recognized, totals: Iterable[int]) -> None:
    """Refuse un texte coupé au milieu de sa dernière ligne : il a pu en perdre bien d'autres."""
    layout = export.layout
    cells = layout.feuille.cells
    if not layout.feuille.est_sans_fin or not cells.height:
        return
    last = cells["ligne"][-1]
    short = short_lines(layout)
    others = cells["ligne"].filter(cells["ligne"] > layout.header_line)[:-1]
    if last not in short or last in totals or any(line in short for line in others):
        return
    if short[last] == 1 and _is_footer(cells["c0"]):
        return
    raise FichierRefuse(
        f"Le fichier « {export.nom} » est coupé au milieu de sa dernière ligne (ligne {last}) : "
        "d'autres lignes ont pu être perdues, rien n'est importé. Relancez l'export, ou copiez le "
        "fichier à nouveau."
    )


def _is_footer(first: pl.Series) -> bool:
    """Une phrase seule sous le tableau (« Édité le… ») n'est le début d'aucune ligne."""
    last = first[-1] or ""
    return " " in last.strip() and last not in set(first[:-1])


def find_shifted(export: Recognized, rest: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """Rend les anomalies des lignes de `rest` plus courtes que l'en-tête ou que dément leur total.

    `months` : les colonnes de mois d'un tableau large.
    """
    layout = export.layout
    found = short_lines(layout)
    lines = set(rest["ligne"]) if found else set()
    # Une seule cellule n'est pas une ligne décalée, mais un pied de page, qui se dit ailleurs.
    short = {line for line, width in found.items() if line in lines and width > 1}
    full = layout.feuille.cells.filter(pl.col("ligne").is_in(list(lines - short)))
    is_lost = bool(short) and full.height > 0 and _filled_share(layout, full) >= PRESQUE_TOUJOURS
    said, gravite = (PERDU, notes.ECARTEE) if is_lost else (A_VERIFIER, notes.AVERTISSEMENT)
    where = pl.col("ligne").is_in(list(short) if full.height else [])
    return notes.gather(
        [
            notes.flag(rest, where, "", said, gravite),
            _denied(layout, rest, months, short),
            _maybe_cut(layout, rest),
        ]
    )


def _maybe_cut(layout: Layout, rest: pl.DataFrame) -> pl.DataFrame:
    """Signale la dernière valeur d'un texte sans fin, si un chiffre en dépend (« 130 » coupé à
    « 1 » se lit encore)."""
    sheet = layout.feuille
    if not sheet.est_sans_fin or not sheet.cells.height or not sheet.widths:
        return notes.nothing()
    ours = layout.columns.get(f"c{sheet.widths[-1] - 1}", "")
    if ours in COLUMNS and COLUMNS[ours].kind not in COUPABLES:
        return notes.nothing()
    is_last = pl.col("ligne") == sheet.cells["ligne"][-1]
    heading = layout.headings.get(ours, "")
    return notes.flag(rest, is_last if ours else pl.lit(value=False), heading, SANS_FIN,
                      notes.AVERTISSEMENT)  # fmt: skip


def _filled_share(layout: Layout, full: pl.DataFrame) -> float:
    """Rend la part des lignes entières dont la dernière cellule est remplie."""
    name = f"c{_expected(layout) - 1}"
    return 1 - full[name].null_count() / full.height if name in full.columns else 0.0


def _denied(layout: Layout, rest: pl.DataFrame, months: list[str], short: set[int]) -> pl.DataFrame:
    """Signale les lignes d'un tableau large dont les mois ne font pas le total écrit au bout."""
    found = [name for name, text in layout.header.items() if _is_row_total(layout, name, text)]
    if not months or len(found) != 1:
        return notes.nothing()
    written = layout.feuille.cells.select("ligne", _total=values.number(pl.col(found[0])))
    summed = rest.select(
        "ligne", _somme=pl.sum_horizontal(values.number(pl.col(name)) for name in months)
    )
    both = summed.join(written, on="ligne", how="left")
    gap = (pl.col("_somme") - pl.col("_total")).abs() > TOLERANCE
    said = pl.format(
        "Le total écrit au bout de la ligne ({}) n'est pas la somme de ses mois ({}) : à vérifier.",
        _in_words("_total"),
        _in_words("_somme"),
    )
    is_told = gap & ~pl.col("ligne").is_in(list(short))
    return notes.flag(both, is_told, layout.header[found[0]], said, notes.AVERTISSEMENT)


def _is_row_total(layout: Layout, name: str, text: str) -> bool:
    return name not in layout.columns and normalize(text) in TOTAUX_DE_LIGNE


def _in_words(name: str) -> pl.Expr:
    text = pl.col(name).round(2).cast(pl.String).str.replace(r"\.0$", "")
    return text.str.replace(".", ",", literal=True)
