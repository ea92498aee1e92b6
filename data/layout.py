"""Choisir la feuille et sa disposition, ou dire ce qui manque : jamais deviner."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import polars as pl

from data.columns import COLUMNS
from data.formats import recognized_formats
from data.mapping import Mapping
from data.read import Feuille, FichierRefuse
from data.recognize import HEADER_ROWS, RESEMBLANCE, Layout, header_lines, recognize
from data.text import normalize

INTITULES_CITES = 12
# Une date entière, un nombre à décimales ou de plus de quatre chiffres : des données.
DONNEE = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|\d+,\d+|\d{5,})")


@dataclass(frozen=True)
class Question:
    """Ce qu'il faut demander à la personne.

    `sujet` : feuille, structure, date, annee, colonnes ou valeurs ; `choix` : réponses possibles ;
    `intitules` : intitulé -> exemples de valeurs ; `manquantes` : nos colonnes à trouver ;
    `valeurs` : notre colonne -> {libellé inconnu : nombre de lignes}.
    """

    sujet: str
    message: str
    format: str = ""
    feuille: str = ""
    choix: tuple[str, ...] = ()
    intitules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    manquantes: tuple[str, ...] = ()
    valeurs: dict[str, dict[str, int]] = field(default_factory=dict)


class APreciser(Exception):
    """Le fichier est lisible, mais une réponse manque."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.message)
        self.question = question


def choose_layout(
    nom: str, feuilles: list[Feuille], wanted: str, mappings: list[Mapping]
) -> Layout:
    """Rend la disposition complète à importer ; lève FichierRefuse ou APreciser."""
    sheets = _wanted_sheets(nom, feuilles, wanted)
    layouts = [found for sheet in sheets if (found := recognize(sheet, mappings))]
    complete = [one for one in layouts if one.is_complete]
    filled = [one for one in complete if one.grid().height]
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
    raise _incomplete(nom, sheets, best)


def _wanted_sheets(nom: str, feuilles: list[Feuille], wanted: str) -> list[Feuille]:
    if not wanted or not any(one.nom for one in feuilles):  # un texte n'a pas d'onglet
        return feuilles
    found = [one for one in feuilles if normalize(one.nom) == normalize(wanted)]
    if not found:
        names = ", ".join(f"« {one.nom} »" for one in feuilles)
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
    found = ", ".join(f"« {text} »" for text in [*best.headings.values(), *best.unknown.values()])
    if not best.unknown:
        return FichierRefuse(
            f"Le fichier « {nom} » ressemble à un export « {label} », mais il manque {missing}. "
            f"Colonnes trouvées : {found}. Ajoutez ce qui manque à l'export."
        )
    unknown = ", ".join(f"« {text} »" for text in list(best.unknown.values())[:INTITULES_CITES])
    return APreciser(
        Question(
            "colonnes",
            f"Le fichier « {nom} » ressemble à un export « {label} », mais il manque {missing}. "
            f"Intitulés non reconnus : {unknown}. Dites lesquels y "
            "répondent.",
            best.format.name,
            best.feuille.nom,
            intitules=samples(best.feuille, best.header_line, best.header),
            manquantes=best.missing,
        )
    )


def _unknown_layout(nom: str, sheet: Feuille) -> Exception:
    lines = header_lines(sheet.cells.head(HEADER_ROWS))
    plausible = [one for one in lines if not any(map(DONNEE.match, one.texts.values()))]
    line = max(plausible, key=lambda one: len(one.texts), default=None)
    if line is None or len(line.texts) < RESEMBLANCE:
        # Sans en-tête, les « intitulés » seraient les noms et les dates d'une personne.
        return FichierRefuse(
            f"Le fichier « {nom} » n'a pas de ligne d'en-tête reconnaissable : ajoutez au-dessus "
            "des données la ligne qui nomme les colonnes, ou relancez l'export avec elle."
        )
    names = list(line.texts.values())[:INTITULES_CITES]
    cited = ", ".join(f"« {text[:40]} »" for text in names)
    kinds = ", ".join(one.label for one in recognized_formats().values())
    return APreciser(
        Question(
            "colonnes",
            f"L'export « {nom} » n'est d'aucune sorte connue ({kinds}). Intitulés trouvés : "
            f"{cited}. Dites de quelle sorte il est et à quoi répondent ses colonnes.",
            feuille=sheet.nom,
            intitules=samples(sheet, line.number, line.texts),
        )
    )


def samples(
    feuille: Feuille, header_line: int, header: dict[str, str], count: int = 3
) -> dict[str, tuple[str, ...]]:
    """Rend intitulé -> quelques valeurs du fichier (à masquer si la colonne est personnelle)."""
    body = feuille.cells.filter(pl.col("ligne") > header_line)
    return {
        text: tuple(body[name].drop_nulls().unique(maintain_order=True).head(count).to_list())
        for name, text in header.items()
    }
