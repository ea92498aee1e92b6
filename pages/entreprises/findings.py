"""Les constats des entreprises : ce que disent les titres, d'après les résultats des requêtes."""

from __future__ import annotations

import polars as pl

from pages.shared.words.findings.leaders import first, leaders, ranking
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import counted, hours, lower_first, number, percent

INCLUSIVE = ("siae", "geiq", "handicap")
EVERY_ROLE = Noun("entreprise tient", "entreprises tiennent", rien="aucune entreprise ne tient")
KIND = "une SIAE, un GEIQ ou du secteur du handicap"
EMPLOYERS = Noun("employeuse est", "employeuses sont", rien="aucune employeuse n'est")


def roles_words(frame: pl.DataFrame, roles: int) -> str:
    """Dit combien d'entreprises tiennent tous les rôles. `frame` : entreprises_recouvrement."""
    every = frame.filter(pl.col("nombre_roles") == roles)["entreprises"].sum()
    total = frame["entreprises"].sum()
    if total == 1:
        return (
            f"La seule entreprise {'tient' if every else 'ne tient pas'} les trois rôles à la fois"
        )
    said = sentence(EVERY_ROLE.counted(every))
    return f"{said} les trois rôles à la fois, sur {number(total)}"


def inclusive_words(frame: pl.DataFrame) -> str:
    """Dit les employeuses de l'insertion et du handicap, et leurs heures parmi toutes."""
    kept = frame.filter(pl.col("famille").is_in(INCLUSIVE))
    firms = sentence(EMPLOYERS.counted(kept["employeuses"].sum()))
    worked, total = kept["heures_realisees"].sum(), frame["heures_realisees"].sum()
    if not total:
        return f"{firms} {KIND} ; aucune heure dans cette vue"
    return f"{firms} {KIND} : {hours(worked)} sur {hours(total)}"


def sectors_words(frame: pl.DataFrame) -> str:
    """Dit le secteur le plus représenté parmi les attributaires, ou les ex æquo."""
    known = frame.filter(pl.col("division") != "inconnu")
    entries = [(lower_first(str(name)), count) for name, count in
               known.select("libelle", "entreprises").iter_rows()]  # fmt: skip
    best = leaders(entries)
    if not best.names:
        return "Le secteur des entreprises attributaires n'est pas renseigné"
    if not best.est_seul:
        return first(best, alone="", tied="En tête")
    part = known.filter(entreprises=known["entreprises"].max())["part_pct"][0]
    return f"En tête : {best.names[0]}, {percent(part)} des attributaires"


def concentration_words(frame: pl.DataFrame) -> str:
    """Dit la part des heures que portent les premières employeuses."""
    top = frame.filter(pl.col("tranche") == "dix_pct").row(0, named=True)
    every = frame.filter(pl.col("tranche") == "toutes")["entreprises"][0]
    if not every:
        return "Aucune entreprise employeuse n'est connue dans cette vue"
    if every == 1:
        return "Une seule entreprise employeuse porte toutes les heures"
    firms = counted(top["entreprises"], "entreprise employeuse", "entreprises employeuses")
    verb = "porte" if top["entreprises"] < 2 else "portent"
    return f"{firms} sur {number(every)} {verb} {percent(top['part_pct'])} des heures"


def first_firms_words(known: pl.DataFrame) -> str:
    """Dit les employeuses qui portent le plus d'heures. `known` : concentration_heures, classée."""
    shown = ranking(list(known.select("nom", "part_pct").iter_rows()), 3, percent)
    if not shown:
        return "Aucune entreprise employeuse n'est connue dans cette vue"
    if known.height == 1:
        return f"Une seule employeuse connue : {shown}"
    return f"Les employeuses qui portent le plus d'heures : {shown}"
