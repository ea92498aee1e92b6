"""Grille brute que rendent tous les lecteurs, ses bornes et ses contrôles ; et le refus lisible.

Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from data.words import nombre

LIGNES_MAX = 50_000
COLONNES_MAX = 200
# Seize octets par cellule, vide ou non, dans le processus qui sert : 32 Mo au plus.
CELLULES_MAX = 2_000_000
SUITES_DITES = 8
# Codes d'erreur des tableurs, en français et en anglais : un CSV n'en garde que le texte.
ERREURS = {"#REF!", "#N/A", "#DIV/0!", "#NULL!", "#NUL!"}
ERREURS |= {"#VALEUR!", "#VALUE!", "#NOM?", "#NAME?", "#NOMBRE!", "#NUM!"}

# Ce que deviennent, lus en cp1252, les octets de suite d'un caractère UTF-8.
_SUITES = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore")) + "\x80-\x9f"
_ACCENT_ABIME = re.compile(f"[ÃÂÅ][{_SUITES}]|â€|\ufffd|(?<=[a-z])[‚ŠˆŽ‡](?=[a-z\\W])")
# Sans aucun de ces textes, rien n'est abîmé : le plus souvent, et sans regarder chaque cellule.
_SIGNES_ABIMES = (*"ÃÂÅ\ufffd‚ŠˆŽ‡", "â€")
_ACCENT_SAIN = re.compile("[àâäçéèêëîïôöùûüÿœÀÂÇÉÈÊËÎÏÔÙÛŒ’]")


class FichierRefuse(Exception):
    """Refus lisible.

    Levée par `data.read.exports`, `str(e)` est la phrase complète à montrer ; dans l'enfant,
    c'est sa fin, à partir du verbe (« est vide… »), que `data.read.exports` fait précéder du nom.
    """


@dataclass
class Grid:
    """Cellules lues, par numéro de ligne ; une cellule vide ou faite d'espaces vaut None."""

    name: str = ""
    rows: dict[int, list[str | None]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    empty_formulas: list[tuple[int, int]] = field(default_factory=list)
    error_cells: list[tuple[int, int]] = field(default_factory=list)
    damaged_lines: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)  # d'un texte : cellules écrites par ligne
    est_sans_fin: bool = False  # texte sans retour à la ligne final
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    width: int = 0

    def add_row(self, line: int, values: Iterable[str]) -> None:
        """Ajoute une ligne de texte, sans ses cellules vides de fin ; rien si elle est vide."""
        cells: list[str | None] = [v if v and not v.isspace() else None for v in values]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        self.rows[line] = cells
        self.widen(len(cells))
        errors = [(line, index) for index, value in enumerate(cells) if value in ERREURS]
        self.error_cells.extend(errors)
        check_size(len(self.rows), len(cells))

    def widen(self, width: int) -> None:
        """Retient la plus grande largeur ; refuse dès que la grille a trop de cellules."""
        self.width = max(self.width, width)
        check_area(len(self.rows) * self.width)

    def warn(self, count: int, singular: str, plural: str) -> None:
        """Ajoute un avertissement compté, s'il y a quelque chose à compter."""
        if count:
            agreed = singular if count == 1 else plural
            self.warnings.append(f"{nombre(count)} {agreed}.")

    @property
    def numbers(self) -> list[int]:
        """Les numéros des lignes remplies."""
        return list(self.rows)

    def texts(self) -> Iterator[str]:
        """Toutes les cellules remplies, ligne après ligne."""
        return (value for line in self.rows.values() for value in line if value)

    def joined(self) -> str:
        """Un texte qui contient celui de chaque cellule."""
        return "\n".join(self.texts())


def line_spans(rows: Sequence[int]) -> str:
    """Dit des numéros de ligne : « ligne 3 », « lignes 3 à 12, 20 et 4 autres »."""
    runs: list[list[int]] = []
    for line in sorted(set(rows)):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    told = [nombre(a) if a == b else f"{nombre(a)} à {nombre(b)}" for a, b in runs]
    if len(told) > SUITES_DITES:
        told = [*told[:SUITES_DITES], f"et {nombre(len(told) - SUITES_DITES)} autres"]
    return ("lignes " if len(set(rows)) > 1 else "ligne ") + ", ".join(told)


def check_size(rows: int, columns: int) -> None:
    """Refuse au-delà de LIGNES_MAX lignes ou de COLONNES_MAX colonnes (bornes comprises)."""
    if rows > LIGNES_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(LIGNES_MAX)} lignes. Supprimez les lignes inutiles (parfois une "
            "cellule oubliée tout en bas de la feuille) ou découpez-le en plusieurs fichiers."
        )
    if columns > COLONNES_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(COLONNES_MAX)} colonnes. Supprimez les colonnes inutiles (parfois "
            "une cellule oubliée tout à droite de la feuille), puis réenregistrez-le."
        )


def check_area(cells: int) -> None:
    """Refuse au-delà de CELLULES_MAX cellules, les vides comprises (bornes comprises)."""
    if cells > CELLULES_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(CELLULES_MAX)} cellules (lignes multipliées par colonnes). Gardez "
            "les seules colonnes utiles ou découpez-le en plusieurs fichiers."
        )


def check_accents(grid: Grid) -> None:
    """Refuse un fichier aux accents abîmés ; avertit si seules quelques cellules le sont.

    La limite est d'un accent abîmé pour dix accents sains : au-delà, les noms de personnes
    seraient faux et une même personne serait comptée deux fois.
    """
    whole = grid.joined()
    if not any(sign in whole for sign in _SIGNES_ABIMES) or not _ACCENT_ABIME.search(whole):
        return
    damaged = [len(_ACCENT_ABIME.findall(text)) for text in grid.texts()]
    if not any(damaged):
        return
    healthy = sum(len(_ACCENT_SAIN.findall(text)) for text in grid.texts())
    if sum(damaged) * 10 > healthy:
        raise FichierRefuse(
            "a des accents abîmés (« Ã© » au lieu de « é », par exemple). Réexportez-le depuis "
            "le logiciel d'origine en choisissant l'encodage UTF-8."
        )
    grid.warn(
        sum(1 for count in damaged if count),
        "cellule a des accents abîmés (« Ã© » au lieu de « é »)",
        "cellules ont des accents abîmés (« Ã© » au lieu de « é »)",
    )
