"""Proposer une correspondance pour un export inconnu, et dire ce qu'il est inutile de demander."""

from __future__ import annotations

from dataclasses import dataclass

from data.columns import COLUMNS
from data.formats import formats, recognized_formats
from data.recognize.assignment import assign, best_assignment
from data.recognize.mapping import Mapping, to_toml
from data.recognize.question import Question
from data.reference import closest_code, labels


@dataclass(frozen=True)
class Proposal:
    """Une proposition de correspondance.

    `colonnes` : intitulé -> notre colonne ("" : ne pas lire), sans les mois en colonnes ; `surs` :
    les intitulés qu'il est inutile de demander ; `mois` : ceux qui sont des mois ; `valeurs` :
    notre colonne -> {libellé inconnu : code ("" : à choisir)}.
    """

    format: str
    colonnes: dict[str, str]
    valeurs: dict[str, dict[str, str]]
    surs: frozenset[str] = frozenset()
    mois: tuple[str, ...] = ()


def propose(question: Question, format_name: str = "") -> Proposal:
    """Propose une correspondance ; sans format reconnu, prend celui que désigne l'ensemble."""
    wanted = format_name or question.format
    if question.intitules or not wanted:
        found = (
            assign(question.intitules, formats()[wanted])
            if wanted
            else best_assignment(question.intitules)
        )
        name, colonnes, surs, mois = found.format, found.colonnes, found.surs, found.mois
    else:
        name, colonnes, surs, mois = wanted, {}, frozenset(), ()
    valeurs = {
        column: {label: closest_code(label, COLUMNS[column].codes) for label in found}
        for column, found in question.valeurs.items()
    }
    return Proposal(name, colonnes, valeurs, surs, mois)


def sure_mapping(question: Question) -> Mapping | None:
    """Rend la correspondance qu'il est inutile de demander : tout l'indispensable y est, et aucun
    intitulé n'y est douteux ; None s'il faut poser la question.
    """
    if question.sujet != "colonnes":
        return None
    found = propose(question)
    given = {"mois", "heures_realisees"} if found.mois else set()
    present = {column for column in found.colonnes.values() if column} | given
    is_whole = set(formats()[found.format].required) <= present
    if not is_whole or set(found.colonnes) - found.surs:
        return None
    return Mapping(found.format, "", found.colonnes)


def proposed_mapping(question: Question) -> str:
    """Écrit la correspondance proposée en réponse à une question, en TOML à compléter."""
    found = propose(question)
    text = to_toml(Mapping(found.format, "", found.colonnes, found.valeurs))
    choices = [
        f"#   {column} : {COLUMNS[column].label}" for column in formats()[found.format].headings
    ]
    codes = [f"#   {column} : {_choices(column)}" for column in found.valeurs]
    kinds = [f"#   {name} : {one.label}" for name, one in recognized_formats().items()]
    guide = [
        *(["# Sortes d'export possibles :", *kinds] if not question.format else []),
        "# Colonnes possibles :",
        *choices,
        *(["# Codes possibles :", *codes] if codes else []),
    ]
    return text + "\n" + "\n".join(guide) + "\n"


def _choices(column: str) -> str:
    allowed = labels(COLUMNS[column].codes)
    return ", ".join(f"{code} ({label})" for code, label in allowed.items())
