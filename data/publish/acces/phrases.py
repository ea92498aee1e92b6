"""Les droits en phrases : ce que disent la commande et la page, des mêmes mots."""

from __future__ import annotations

from datetime import date

from data.publish.acces.droits import EPCI, ROLES, STRUCTURE, Attribution, Droit
from data.reference import named

# Qui lit exactement une part des chiffres pourrait deviner le reste : l'attaque se refait pour lui.
A_PROTEGER = (
    "Les chiffres protégés doivent être vérifiés contre ce nouveau lecteur : « python -m data "
    "proteger »."
)


def said_given(number: int, one: Attribution) -> str:
    """Dit un droit qui vient d'être donné, et ce qu'il reste à faire."""
    rest = f" {A_PROTEGER}" if one.portee else ""
    return f"Droit n° {number} donné : {said_role(one)}, {one.valeur}.{rest}"


def explained(found: Droit) -> list[str]:
    """Dit un droit en phrases : les chiffres, les imports, jusqu'à quand."""
    if found.est_total:
        return ["Tout, sur cette machine : aucune connexion n'y est réglée."]
    lines = ["Chiffres protégés partout (la plénière)."]
    if found.est_financeur:
        lines.append("Totaux exacts partout, sans aucune liste de personnes.")
    if found.epci:
        lines.append(f"Chiffres exacts de son territoire : {named(found.epci, EPCI)}.")
    if found.structures:
        own = named(found.structures, STRUCTURE)
        lines.append(f"Lignes exactes de sa structure : {own}.")
    if found.importe:
        lines.append(f"Import ouvert pour : {named(found.importe, STRUCTURE)}.")
    if found.est_administrateur:
        lines.append("Donne et retire des droits, lit le journal.")
    if found.jusqu_au:
        lines.append(f"Rien n'y change jusqu'au {found.jusqu_au:%d/%m/%Y} compris.")
    return lines


def said_role(one: Attribution) -> str:
    """Dit un rôle et sa portée : « référent EPCI Grand Avignon »."""
    kind, words = ROLES[one.role]
    return f"{words} {named([one.portee], kind)}" if one.portee else words


def said_dates(one: Attribution, jour: date) -> str:
    """Dit de quand à quand vaut un droit, et s'il vaut ce jour-là."""
    said = f"du {one.du:%d/%m/%Y} au {one.au:%d/%m/%Y}"
    if one.retire_le:
        return f"{said}, retiré le {one.retire_le:%d/%m/%Y}"
    if jour < one.du:
        return f"{said}, pas commencé"
    return said if one.is_current(jour) else f"{said}, fini"
