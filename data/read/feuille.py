"""Une feuille reçue : ses cellules en texte, et ce que le lecteur en a vu."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Feuille:
    """Une feuille telle que reçue, titres et lignes de total compris.

    `nom` : nom de l'onglet, "" pour un texte. `cells` : colonne « ligne » (Int64, numéro de ligne
    du tableur, à partir de 1) puis « c0 », « c1 »… (Utf8, null si vide) ; les lignes vides sont
    absentes. `empty_formulas` et `error_cells` : (ligne, index de colonne).
    `damaged_lines` : lignes d'où un octet nul a été retiré. `merges` : (première ligne, première
    colonne, dernière ligne, dernière colonne) des cellules fusionnées, bornes comprises.
    `widths` : d'un texte, combien de cellules écrit chaque ligne, vides de fin comprises ;
    `est_sans_fin` : sa dernière ligne n'a pas de retour à la ligne.
    """

    nom: str
    cells: pl.DataFrame
    warnings: tuple[str, ...] = ()
    empty_formulas: tuple[tuple[int, int], ...] = ()
    error_cells: tuple[tuple[int, int], ...] = ()
    damaged_lines: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    est_sans_fin: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
