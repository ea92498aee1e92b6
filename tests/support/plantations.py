"""L'écriture d'un petit export qui porte des canaris, et son import, tout compris."""

from __future__ import annotations

import os
import random
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import xlsxwriter

from data.columns import COLUMNS
from data.reference import labels
from tests.support.canaris import LIEUX, Canari, Fuite, search, texts_under
from tests.support.commande import Sortie, run_here
from tests.support.ecriture_sale import Style, grid, write
from tests.support.petit_monde import Monde, Tableau

LIGNE = 2
RECUS, REPONSES = "recus", "reponses.toml"
CLASSEUR = ("onglet", "onglet caché", "commentaire", "propriétés")
DITS = ("sortie", "erreur", "rapport")


def _around(one: Canari, table: Tableau, style: Style) -> None:
    """Plante le mot autour du tableau, quand ce n'est pas dans une cellule ni un classeur."""
    if one.lieu in ("intitulé", "correspondance : intitulé"):
        table.entetes[1] = one.mot
    elif one.lieu == "intitulé en double":
        table.entetes += [one.mot, one.mot]
        table.lignes[:] = [[*line, "x", "y"] for line in table.lignes]
    elif one.lieu == "titre":
        style.titres = [[f"Suivi de {one.mot}"], [""]]
    elif one.lieu == "pied":
        table.lignes.append([f"Fait par {one.mot}", *[None] * (len(table.entetes) - 1)])
    elif one.lieu == "ligne trop longue":
        table.lignes[LIGNE] += ["", "", one.mot]
    elif one.lieu == "sans en-tête":
        table.entetes[:] = [str(cell or "") for cell in table.lignes.pop(0)]
        table.entetes[table.entetes.index("Carpentras")] = one.mot
    elif one.lieu == "case géante":
        table.lignes[LIGNE + 1][table.rank("Commune")] = f"{one.mot} " * 400
    elif one.lieu == "correspondance : valeur":
        table.lignes[LIGNE][table.rank("Sexe")] = one.mot


def _workbook(planted: Sequence[Canari], table: Tableau, folder: Path) -> Path:
    """Un classeur : les mots dans un onglet, un commentaire ou ses propriétés."""
    path, words = folder / f"{table.nom}.xlsx", {one.lieu: one.mot for one in planted}
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(words.get("onglet", "Export"))
        for row, texts in enumerate(grid(table, Style())):
            sheet.write_row(row, 0, texts)
        if word := words.get("commentaire"):
            sheet.write_comment(1, 1, f"voir {word}", {"author": word})
        if word := words.get("propriétés"):
            book.set_properties({"author": word, "title": word})
        if word := words.get("onglet caché"):
            hidden = book.add_worksheet(word)
            hidden.write_row(0, 0, [word, word])
            hidden.hide()
    return path


def plant(planted: Sequence[Canari], folder: Path) -> Path:
    """Écrit un export qui porte ces canaris, tous de la même sorte ; rend son chemin."""
    sorte = planted[0].sorte
    cells = [one for one in planted if one.lieu in LIEUX[sorte]]
    table, style = _with_cells(sorte, cells), Style()
    if any(one.lieu in CLASSEUR for one in planted):
        return _workbook(planted, table, folder)
    for one in planted:
        _around(one, table, style)
    path = write(table, style, folder)
    for one in planted:
        if one.lieu == "nom de fichier":
            path = path.rename(folder / f"{one.mot}_{path.name}")
    return path


def _with_cells(sorte: str, planted: Sequence[Canari]) -> Tableau:
    """Plante des mots dans des cellules, un par ligne : aucune ligne écartée n'en cache."""
    table = Monde(random.Random(7), "CIE84", max(6, len(planted) + 1)).tableau(sorte)
    for rank, one in enumerate(planted):
        if rank >= len(table.lignes):
            copy = [*table.lignes[rank % 5]]
            copy[table.rank("N° marché")] = f"M8{rank:03d}"
            table.lignes.append(copy)
        table.lignes[rank][table.rank(one.lieu)] = one.mot
    return table


def _correspondence(planted: Sequence[Canari], path: Path) -> None:
    words = {one.lieu: one.mot for one in planted}
    heading, value = (words.get(f"correspondance : {one}") for one in ("intitulé", "valeur"))
    if not heading and not value:
        return
    lines = ['format = "participants"', "[colonnes]"]
    lines += [f'"{heading}" = ""'] if heading else []
    lines += ["[valeurs.sexe]", f'"{value}" = "femme"'] if value else []
    path.write_text("\n".join(lines) + "\n", "utf-8")


def leaks(planted: Sequence[Canari], folder: Path) -> tuple[Sortie, list[Fuite]]:
    """Importe l'export qui porte ces canaris, et fouille tout ce qui reste.

    La commande et son rapport redisent le nom du fichier qu'on vient de leur donner ; le magasin,
    lui, ne le garde pas.
    """
    received = folder / RECUS
    received.mkdir(parents=True)
    path = plant(planted, received)
    _correspondence(planted, folder / REPONSES)
    said, texts = import_twice(path, folder)
    found = [
        one
        for one in search(planted, texts)
        if one.canari.lieu != "nom de fichier" or not one.trouve_dans.startswith(DITS)
    ]
    return said, found


def _answer(path: Path) -> None:
    """Donne à chaque libellé demandé le premier code de sa liste."""
    if not path.is_file():
        return
    asked = tomllib.loads(path.read_text("utf-8"))
    text = path.read_text("utf-8")
    for column, learned in asked.get("valeurs", {}).items():
        code = next(iter(labels(COLUMNS[column].codes)))
        for label in learned:
            text = text.replace(f'"{label}" = ""', f'"{label}" = "{code}"')
    path.write_text(text, "utf-8")


def import_twice(path: Path, folder: Path) -> tuple[Sortie, list[tuple[str, str]]]:
    """Importe deux fois un fichier ; rend ce qui en est dit, et (lieu, texte) de ce qui en reste.

    Sous `folder` : recus (seul endroit où un mot planté a le droit d'être), magasin, reglages,
    temp, et la correspondance que la commande écrit ; celle que l'essai a écrite n'est pas
    fouillée. Entre les deux imports, les libellés demandés reçoivent une réponse.
    """
    temp, answers = folder / "temp", folder / REPONSES
    temp.mkdir()
    is_ours = answers.is_file()
    words = ("importer", path, "--correspondance", answers)
    report = ("--rapport", folder / "rapport.xlsx")
    with patch.dict(os.environ, {"TMPDIR": str(temp)}), patch.object(tempfile, "tempdir", None):
        said = run_here(folder / "magasin", *words, "--json")
        _answer(answers)
        told = run_here(folder / "magasin", *words, *report)
        state = run_here(folder / "magasin", "etat")
    outputs = [("sortie --json", said.sortie), ("sortie", told.sortie), ("etat", state.sortie),
               ("erreur", said.erreur + told.erreur + state.erreur)]  # fmt: skip
    kept = texts_under(folder, but=[folder / RECUS, *([answers] if is_ours else [])])
    return said, [*kept, *outputs]
