"""Proposer une correspondance pour un export inconnu : alias d'abord, ressemblance ensuite."""

from __future__ import annotations

from dataclasses import dataclass

from data.codes import closest_code, labels
from data.columns import COLUMNS
from data.formats import Format, formats, recognized_formats
from data.layout import Question
from data.mapping import Mapping, propose_columns, to_toml
from data.prepare import Prepared
from data.text import normalize


@dataclass(frozen=True)
class Proposal:
    """Une proposition de correspondance.

    `colonnes` : intitulé -> notre colonne ("" : ne pas lire) ; `valeurs` : notre colonne ->
    {libellé inconnu : code ("" : à choisir)}.
    """

    format: str
    colonnes: dict[str, str]
    valeurs: dict[str, dict[str, str]]


def propose(question: Question, format_name: str = "") -> Proposal:
    """Propose une correspondance ; sans format reconnu, prend celui qui ressemble le plus."""
    name = format_name or question.format or closest_format(list(question.intitules))
    one = formats()[name]
    known = {text: column for text in question.intitules if (column := one.column_of(text))}
    unknown = [
        text for text in question.intitules if text not in known and not one.is_dropped(text)
    ]
    missing = [
        column
        for column in (*one.required, *one.kept)
        if column in one.headings and column not in known.values()
    ]
    colonnes = {**known, **propose_columns(unknown, list(dict.fromkeys(missing)), one)}
    valeurs = {
        column: {label: closest_code(label, COLUMNS[column].codes) for label in found}
        for column, found in question.valeurs.items()
    }
    return Proposal(name, colonnes, valeurs)


def closest_format(headings: list[str]) -> str:
    """Rend le format qui reconnaît le plus d'intitulés : alias, ressemblance, puis mots communs."""

    def score(one: Format) -> tuple[int, int]:
        exact = sum(one.column_of(text) is not None for text in headings)
        unknown = [text for text in headings if not one.column_of(text)]
        likely = propose_columns(unknown, list(one.required), one)
        known = {word for key in one.known_keys() for word in key.split("_")}
        common = sum(not known.isdisjoint(_long_words(text)) for text in unknown)
        return 3 * exact + sum(bool(column) for column in likely.values()), common

    return max(recognized_formats().values(), key=score).name


def _long_words(text: str) -> set[str]:
    return {word for word in normalize(text).split("_") if len(word) > 3}


def proposed_mapping(one: Prepared) -> str:
    """Écrit la correspondance proposée pour un fichier à préciser, en TOML à compléter."""
    if one.question is None:
        return ""
    found = propose(one.question)
    text = to_toml(Mapping(found.format, "", found.colonnes, found.valeurs))
    choices = [
        f"#   {column} : {COLUMNS[column].label}" for column in formats()[found.format].headings
    ]
    codes = [f"#   {column} : {_choices(column)}" for column in found.valeurs]
    kinds = [f"#   {name} : {one.label}" for name, one in recognized_formats().items()]
    guide = [
        *(["# Sortes d'export possibles :", *kinds] if not one.question.format else []),
        "# Colonnes possibles :",
        *choices,
        *(["# Codes possibles :", *codes] if codes else []),
    ]
    return text + "\n" + "\n".join(guide) + "\n"


def _choices(column: str) -> str:
    allowed = labels(COLUMNS[column].codes)
    return ", ".join(f"{code} ({label})" for code, label in allowed.items())
