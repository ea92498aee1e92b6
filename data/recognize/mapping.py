"""Les correspondances : ce que la personne a appris au tableau de bord d'un export inconnu.

Un fichier TOML lisible par structure et par sorte d'export, dans <magasin>/correspondances/.
« [colonnes] » : intitulé du fichier = notre colonne ("" : ne jamais lire) ;
« [valeurs.<colonne>] » : libellé du fichier = code.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from data.columns import COLUMNS
from data.formats import Format, recognized_formats
from data.location import store_path
from data.recognize.looks import is_kept
from data.reference import key, labels, structures
from data.words import normalize


class CorrespondanceInvalide(Exception):
    """La correspondance ne se lit pas ; str(e) dit quoi corriger."""


@dataclass(frozen=True)
class Mapping:
    """Une correspondance : format, structure, colonnes et valeurs apprises."""

    format: str
    structure: str = ""
    colonnes: dict[str, str] = field(default_factory=dict)
    valeurs: dict[str, dict[str, str]] = field(default_factory=dict)

    def column_of(self, heading: str) -> str | None:
        """Rend notre colonne pour un intitulé, "" s'il ne se lit pas, None s'il est inconnu."""
        wanted = normalize(heading)
        found = (column for text, column in self.colonnes.items() if normalize(text) == wanted)
        return next(found, None)

    def codes(self) -> dict[str, dict[str, str]]:
        """Rend notre colonne -> {libellé normalisé : code}."""
        return {
            column: {key(text): code for text, code in learned.items()}
            for column, learned in self.valeurs.items()
        }


def read_mapping(path: Path) -> Mapping:
    """Lit une correspondance ; lève CorrespondanceInvalide."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise CorrespondanceInvalide(
            f"La correspondance « {path.name} » ne peut pas être lue."
        ) from error
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f" (ligne {line[1]})" if line else ""
        raise CorrespondanceInvalide(
            f"La correspondance « {path.name} » n'est pas bien écrite{where} : une ligne par "
            'intitulé, de la forme "Intitulé du fichier" = "colonne".'
        ) from error
    return check_mapping(content, path.name)


def check_mapping(content: dict[str, Any], name: str) -> Mapping:
    """Vérifie une correspondance : format, colonnes et codes connus."""
    known = recognized_formats().get(str(content.get("format")))
    if known is None:
        raise CorrespondanceInvalide(
            f"La correspondance « {name} » doit nommer un format : "
            f"{', '.join(recognized_formats())}."
        )
    colonnes = _entries(content, "colonnes", name)
    for text, column in colonnes.items():
        if column and column not in known.headings:
            raise CorrespondanceInvalide(
                f"« {text} » renvoie à « {column} », inconnue du format « {known.label} ». "
                f"Colonnes possibles : {', '.join(known.headings)}."
            )
    learned = content.get("valeurs", {})
    columns = learned if isinstance(learned, dict) else {"valeurs": learned}
    valeurs = {column: _entries(columns, column, name) for column in columns}
    for column, codes in valeurs.items():
        _check_codes(column, codes, known)
    return Mapping(known.name, _structure(content, name), colonnes, valeurs)


def _entries(content: dict[str, Any], table: str, name: str) -> dict[str, str]:
    found = content.get(table, {})
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise CorrespondanceInvalide(
            f"Dans la correspondance « {name} », « {table} » doit être une liste de lignes "
            '"Intitulé du fichier" = "colonne ou code".'
        )
    return found


def _structure(content: dict[str, Any], name: str) -> str:
    text = str(content.get("structure", ""))
    if text and normalize(text) not in structures():
        known = ", ".join(labels("structure"))
        raise CorrespondanceInvalide(
            f"La correspondance « {name} » nomme une structure inconnue : « {text} ». "
            f"Structures possibles : {known}, ou rien pour toutes."
        )
    return structures()[normalize(text)] if text else ""


def _check_codes(column: str, learned: dict[str, str], known: Format) -> None:
    if column not in known.headings or not COLUMNS[column].codes:
        raise CorrespondanceInvalide(f"« {column} » n'est pas une colonne à liste de valeurs.")
    allowed = labels(COLUMNS[column].codes)
    for text, code in learned.items():
        if not code:
            raise CorrespondanceInvalide(
                f"« {text} » n'a pas encore de code ({COLUMNS[column].label}). Codes possibles : "
                f"{', '.join(allowed)}."
            )
        if code not in allowed:
            raise CorrespondanceInvalide(
                f"« {text} » renvoie à « {code} », inconnu. Codes possibles : {', '.join(allowed)}."
            )


def saved_mappings(
    structure: str = "", store: Path | None = None, given: Mapping | None = None
) -> list[Mapping]:
    """Rend les correspondances utiles à un fichier, une par format.

    Celle de la structure complète et l'emporte sur celle de toutes les structures ; `given`, que
    la personne vient de donner, l'emporte sur toutes. Un fichier de plusieurs structures
    (`structure` vide) ne suit que celle de toutes.
    """
    folder = (store or store_path()) / "correspondances"
    found = [read_mapping(path) for path in sorted(folder.glob("*.toml"))]
    general = [one for one in found if not one.structure]
    own = [one for one in found if one.structure and one.structure == structure]
    useful: dict[str, Mapping] = {}
    for one in (*general, *own, *([given] if given else [])):
        useful[one.format] = merge(useful.get(one.format, Mapping(one.format)), one)
    return list(useful.values())


def save_mapping(mapping: Mapping, store: Path | None = None) -> Path:
    """Retient une correspondance pour la prochaine fois ; complète celle qui existait."""
    folder = (store or store_path()) / "correspondances"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mapping.structure or 'toutes'}_{mapping.format}.toml"
    kept = keepable(mapping)
    before = keepable(read_mapping(path)) if path.is_file() else Mapping(mapping.format)
    path.write_text(to_toml(merge(before, kept)), "utf-8")
    return path


def keepable(mapping: Mapping) -> Mapping:
    """Rend ce qui peut être retenu : un mot hors du métier est peut-être un nom, une place ne vaut
    que pour un fichier ; la personne y répondra de nouveau.
    """
    valeurs = {
        column: {text: code for text, code in learned.items() if is_kept(text)}
        for column, learned in mapping.valeurs.items()
    }
    return replace(
        mapping,
        colonnes={text: column for text, column in mapping.colonnes.items() if is_kept(text)},
        valeurs={column: learned for column, learned in valeurs.items() if learned},
    )


def for_structures(mapping: Mapping, structures_seen: set[str]) -> Mapping:
    """Rend la correspondance rattachée à la structure des fichiers qu'elle a lus, s'il n'y en a
    qu'une : deux logiciels n'appellent pas forcément la même chose du même nom.
    """
    if mapping.structure or len(structures_seen) != 1:
        return mapping
    return replace(mapping, structure=next(iter(structures_seen)))


def merge(before: Mapping, after: Mapping) -> Mapping:
    """Rend `before` complétée par `after`, qui l'emporte."""
    columns = {**before.colonnes, **after.colonnes}
    names = [*before.valeurs, *(name for name in after.valeurs if name not in before.valeurs)]
    values = {
        name: {**before.valeurs.get(name, {}), **after.valeurs.get(name, {})} for name in names
    }
    return Mapping(after.format, after.structure or before.structure, columns, values)


def to_toml(mapping: Mapping) -> str:
    """Écrit une correspondance en TOML commenté."""
    known = recognized_formats()[mapping.format]
    lines = [
        f"# Correspondance d'un export « {known.label} ».",
        '# Intitulé du fichier = notre colonne ; "" : ne jamais lire cette colonne.',
        f"format = {_quote(mapping.format)}",
        f"structure = {_quote(mapping.structure)}",
        "",
        "[colonnes]",
        *(_entry(text, column) for text, column in mapping.colonnes.items()),
    ]
    for column, learned in mapping.valeurs.items():
        lines += [
            "",
            f"# {COLUMNS[column].label} : libellé du fichier = code.",
            f"[valeurs.{column}]",
        ]
        lines += [_entry(text, code) for text, code in learned.items()]
    return "\n".join(lines) + "\n"


def _entry(text: str, value: str) -> str:
    return f"{_quote(text)} = {_quote(value)}"


def _quote(text: str) -> str:
    # Une chaîne JSON sans échappement exotique est une chaîne TOML.
    return json.dumps(text, ensure_ascii=False)
