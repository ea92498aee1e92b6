"""Choisir la feuille et sa disposition, ou dire ce qui manque : jamais deviner."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from data.columns import COLUMNS
from data.formats import recognized_formats
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from data.recognize.assignment import best_assignment
from data.recognize.headings import (
    HEADER_ROWS,
    RESEMBLANCE,
    Layout,
    header_lines,
    layout_as,
    recognize,
)
from data.recognize.looks import cited, looks_like_data, said
from data.recognize.mapping import Mapping
from data.recognize.question import APreciser, Question
from data.words import normalize

INTITULES_CITES = 12
# Assez de valeurs pour reconnaître ce qu'elles sont.
EXEMPLES = 40


def choose_layout(
    nom: str, feuilles: list[Feuille], wanted: str, mappings: list[Mapping]
) -> Layout:
    """Rend la disposition complète à importer ; lève FichierRefuse ou APreciser."""
    sheets = _wanted_sheets(nom, feuilles, wanted)
    layouts = [found for sheet in sheets if (found := recognize(sheet, mappings))]
    complete = [one for one in layouts if one.is_complete]
    filled = [one for one in complete if one.grid.height]
    if len(filled) > 1:
        names = tuple(one.feuille.nom for one in filled)
        raise APreciser(
            Question(
                "feuille",
                f"Le classeur « {nom} » a plusieurs onglets de données : "
                f"{', '.join(f'« {name} »' for name in names)}. Dites lequel importer.",
                filled[0].format.name,
                choix=names,
            )
        )
    if filled:
        return filled[0]
    if complete:
        raise FichierRefuse(
            f"Le fichier « {nom} » a l'en-tête d'un export « {complete[0].format.label} », mais "
            "aucune ligne de données : rien n'est remplacé. Relancez l'export."
        )
    best = max(layouts, key=lambda one: one.score, default=None)
    raise _incomplete(nom, sheets, _whole_set(best, mappings) if best else None)


def _whole_set(best: Layout, mappings: list[Mapping]) -> Layout:
    """Rend la disposition de la sorte que désignent toutes les colonnes, non les seules connues.

    Une correspondance donnée pour une sorte dit laquelle c'est : elle n'est pas remise en cause.
    """
    is_told = any(one.format == best.format.name and one.colonnes for one in mappings)
    if is_told or best.duplicated or not best.unknown:
        return best
    name = best_assignment(samples(best.feuille, best.header_line, best.header)).format
    other = best if name == best.format.name else layout_as(best, name, mappings)
    return best if other.duplicated or not other.unknown or not other.missing else other


def _wanted_sheets(nom: str, feuilles: list[Feuille], wanted: str) -> list[Feuille]:
    if not any(one.nom for one in feuilles):  # un texte n'a pas d'onglet
        return feuilles
    shown = [
        replace(one, nom=said(one.nom, f"onglet {rank}")) for rank, one in enumerate(feuilles, 1)
    ]
    if not wanted:
        return shown
    found = [
        after
        for before, after in zip(feuilles, shown, strict=True)
        if normalize(wanted) in (normalize(before.nom), normalize(after.nom))
    ]
    if not found:
        names = ", ".join(f"« {one.nom} »" for one in shown)
        raise FichierRefuse(
            f"Le fichier « {nom} » n'a pas d'onglet « {wanted} ». Onglets : {names}."
        )
    return found


def _incomplete(nom: str, sheets: list[Feuille], best: Layout | None) -> Exception:
    if best is None:
        return _unknown_layout(nom, sheets[0])
    label = best.format.label
    if best.duplicated:
        names = ", ".join(f"« {text} »" for text in best.duplicated)
        return FichierRefuse(
            f"Dans « {nom} » (ligne {best.header_line}), plusieurs colonnes portent le même "
            f"intitulé ou disent la même chose : {names}. Supprimez celle qui est de trop."
        )
    missing = ", ".join(f"« {COLUMNS[name].label} »" for name in best.missing)
    found = cited(best.header, len(best.header))
    if not best.unknown:
        return FichierRefuse(
            f"Le fichier « {nom} » ressemble à un export « {label} », mais il manque {missing}. "
            f"Colonnes trouvées : {found}. Ajoutez ce qui manque à l'export."
        )
    unknown = cited(best.unknown, INTITULES_CITES)
    return APreciser(
        Question(
            "colonnes",
            f"Le fichier « {nom} » ressemble à un export « {label} », mais il manque {missing}. "
            f"Intitulés non reconnus : {unknown}. Dites lesquels y "
            "répondent.",
            best.format.name,
            best.feuille.nom,
            intitules=samples(best.feuille, best.header_line, best.header),
        )
    )


def _unknown_layout(nom: str, sheet: Feuille) -> Exception:
    lines = header_lines(sheet.cells.head(HEADER_ROWS))
    plausible = [one for one in lines if not looks_like_data(one.texts.values())]
    line = max(plausible, key=lambda one: len(one.texts), default=None)
    if line is None or len(line.texts) < RESEMBLANCE:
        # Sans en-tête, les « intitulés » seraient les noms et les dates d'une personne.
        return FichierRefuse(
            f"Le fichier « {nom} » n'a pas de ligne d'en-tête reconnaissable : ajoutez au-dessus "
            "des données la ligne qui nomme les colonnes, ou relancez l'export avec elle."
        )
    kinds = ", ".join(one.label for one in recognized_formats().values())
    return APreciser(
        Question(
            "colonnes",
            f"L'export « {nom} » n'est d'aucune sorte connue ({kinds}). Intitulés trouvés : "
            f"{cited(line.said, INTITULES_CITES)}. Dites de quelle sorte il est et à quoi "
            "répondent ses colonnes.",
            feuille=sheet.nom,
            intitules=samples(sheet, line.number, line.said),
        )
    )


def samples(
    feuille: Feuille, header_line: int, header: dict[str, str], count: int = EXEMPLES
) -> dict[str, tuple[str, ...]]:
    """Rend intitulé -> quelques valeurs du fichier (à masquer si la colonne est personnelle)."""
    body = feuille.cells.filter(pl.col("ligne") > header_line)
    return {
        text: tuple(body[name].drop_nulls().unique(maintain_order=True).head(count).to_list())
        for name, text in header.items()
    }
