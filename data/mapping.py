"""Les correspondances : ce que la personne a appris au tableau de bord d'un export inconnu.

Un fichier TOML lisible par structure et par sorte d'export, dans <magasin>/correspondances/.
« [colonnes] » : intitulé du fichier = notre colonne ("" : ne jamais lire) ;
« [valeurs.<colonne>] » : libellé du fichier = code.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.codes import labels
from data.columns import COLUMNS
from data.formats import Format, formats
from data.generations import store_path
from data.reference import key
from data.text import normalize

SEUIL_RESSEMBLANCE = 0.72


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
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CorrespondanceInvalide(
            f"La correspondance « {path.name} » ne se lit pas : {error}."
        ) from error
    return check_mapping(content, path.name)


def check_mapping(content: dict[str, Any], name: str) -> Mapping:
    """Vérifie une correspondance : format, colonnes et codes connus."""
    known = formats().get(str(content.get("format")))
    if known is None:
        raise CorrespondanceInvalide(
            f"La correspondance « {name} » doit nommer un format : {', '.join(formats())}."
        )
    colonnes = {str(text): str(one) for text, one in content.get("colonnes", {}).items()}
    for text, column in colonnes.items():
        if column and column not in known.headings:
            raise CorrespondanceInvalide(
                f"« {text} » renvoie à « {column} », inconnue du format « {known.label} ». "
                f"Colonnes possibles : {', '.join(known.headings)}."
            )
    valeurs = {column: dict(learned) for column, learned in content.get("valeurs", {}).items()}
    for column, learned in valeurs.items():
        _check_codes(column, learned, known)
    return Mapping(known.name, str(content.get("structure", "")), colonnes, valeurs)


def _check_codes(column: str, learned: dict[str, str], known: Format) -> None:
    if column not in known.headings or not COLUMNS[column].codes:
        raise CorrespondanceInvalide(f"« {column} » n'est pas une colonne à liste de valeurs.")
    allowed = labels(COLUMNS[column].codes)
    for text, code in learned.items():
        if code not in allowed:
            raise CorrespondanceInvalide(
                f"« {text} » renvoie à « {code} », inconnu. Codes possibles : {', '.join(allowed)}."
            )


def saved_mappings(structure: str = "", store: Path | None = None) -> list[Mapping]:
    """Rend les correspondances du magasin utiles à une structure ("" : toutes)."""
    folder = (store or store_path()) / "correspondances"
    found = [read_mapping(path) for path in sorted(folder.glob("*.toml"))]
    return [one for one in found if not structure or one.structure in ("", structure)]


def save_mapping(mapping: Mapping, store: Path | None = None) -> Path:
    """Retient une correspondance pour la prochaine fois ; complète celle qui existait."""
    folder = (store or store_path()) / "correspondances"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mapping.structure or 'toutes'}_{mapping.format}.toml"
    path.write_text(
        to_toml(merge(read_mapping(path), mapping) if path.is_file() else mapping), "utf-8"
    )
    return path


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
    known = formats()[mapping.format]
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


def propose_columns(unknown: list[str], missing: list[str], one: Format) -> dict[str, str]:
    """Propose une colonne manquante pour chaque intitulé qui lui ressemble ; "" sinon."""
    proposal = dict.fromkeys(unknown, "")
    for column in missing:
        names = {normalize(text): text for text in unknown if not proposal[text]}
        closest = [
            (difflib.SequenceMatcher(None, normalize(alias), name).ratio(), text)
            for alias in one.headings[column]
            for name, text in names.items()
        ]
        if closest and max(closest)[0] >= SEUIL_RESSEMBLANCE:
            proposal[max(closest)[1]] = column
    return proposal
