"""La réponse de la page Financement et ses chiffres clés."""

from __future__ import annotations

import polars as pl

from pages.financement.figures import posts_words
from pages.financement.findings import shares_words
from pages.financement.rows import SENSES, rules_words
from pages.shared.charts.cards import Card
from pages.shared.words.formatting import UNKNOWN, etp, euros, join_words, number

OF = {"etat": "de l'État", "departement": "du Département", "epci": "des EPCI"}


def answer(department: pl.DataFrame, rules: pl.DataFrame) -> tuple[str, str]:
    """Dit en deux phrases ce que coûtent les postes, qui paie, et si les règles tiennent.

    `department` : financement_departement, non vide ; `rules` : regles_financement.
    """
    first = department.row(0, named=True)
    years = str(first["annees"]).split(", ")
    head = f"Exercice{'s' if len(years) > 1 else ''} {join_words(years)}"
    cost = euros(first["cout_eur"]) if first["cout_eur"] is not None else f"un montant {UNKNOWN}"
    verb = "coûte" if first["nombre_postes"] < 2 else "coûtent"
    told = f"{shares_words(department)}."
    if rules.height:
        told += f" {rules_words(rules)}."
    return f"{head} : {posts_words(first)} ({etp(first['etp'])}) {verb} {cost}.", told


def financement_en_chiffres(frame: pl.DataFrame) -> list[Card]:
    """Rend le coût des postes et la part de chaque financeur attendu.

    `frame` : financeur, montant_eur, part_pct, cout_eur, nombre_postes, etp, seuil_pct, sens.
    """
    first = frame.row(0, named=True)
    posts = f"{posts_words(first)} · {etp(first['etp'])}"
    total = Card("Coût des postes", number(first["cout_eur"]), _unit(first["cout_eur"], "€"), posts)
    wanted = frame.filter(pl.col("financeur").is_in(("etat", "departement", "epci")))
    return [total, *(_share_card(row) for row in wanted.rows(named=True))]


def _share_card(row: dict[str, object]) -> Card:
    rule = ""
    if row["seuil_pct"] is not None:
        rule = f"règle : {number(row['seuil_pct'])} % {SENSES[str(row['sens'])]}"
    return Card(
        f"Part {OF[str(row['financeur'])]}",
        number(row["part_pct"], 1),
        _unit(row["part_pct"], "%"),
        euros(row["montant_eur"]) if row["montant_eur"] is not None else "",
        rule,
    )


def _unit(value: object, unit: str) -> str:
    return "" if value is None else unit
