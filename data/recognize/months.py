"""Les mois d'un tableau large : celui qui ne se reconnaît pas, et l'année qui se contredit.

Un mois ignoré serait une perte sans un mot, une année prise dans le nom du fichier un chiffre
faux : les deux se demandent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from data.recognize.headings import HEADER_ROWS, Layout
from data.recognize.question import APreciser, choice
from data.words import month_columns, month_of, normalize

NOMS = ("Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre",
        "Octobre", "Novembre", "Décembre")  # fmt: skip
# Ce qui se tient parmi les mois sans en être un : trimestres, semestres, totaux.
PAS_UN_MOIS = re.compile(
    r"(t|s|q|trim|trimestre|sem|semestre)_?\d.*|\d_?(er|e|eme)_?(trim|sem).*|.*total.*|cumul.*"
)
NON = "non"


def settle_months(nom: str, layout: Layout, reponses: Mapping[str, str]) -> Layout:
    """Rend la disposition, chaque colonne prise parmi les mois étant nommée ; sinon la demande."""
    for name, text in _strangers(layout).items():
        absent = _absent_months(layout)
        key = f"mois_{normalize(text) or name}"
        given = reponses.get(key, "")
        if given == NON or not absent:
            continue
        if given not in absent:
            raise APreciser(choice(key, _said(nom, text), _ways(absent), layout.format.name))
        columns = {**layout.columns, name: absent[given]}
        ordered = {one: columns[one] for one in layout.header if one in columns}
        headings = {**layout.headings, absent[given]: text}
        unknown = {one: label for one, label in layout.unknown.items() if one != name}
        layout = replace(layout, columns=ordered, headings=headings, unknown=unknown)
    return layout


def _strangers(layout: Layout) -> dict[str, str]:
    """Rend les colonnes inconnues prises dans la suite des mois, ou à ses bords, et remplies de
    nombres."""
    months = set(month_columns(list(layout.columns.values())))
    ranks = [_rank(name) for name, target in layout.columns.items() if target in months]
    if len(ranks) < 2:
        return {}
    around = range(min(ranks) - 1, max(ranks) + 2)
    return {
        name: text
        for name, text in layout.unknown.items()
        if _rank(name) in around
        and not PAS_UN_MOIS.fullmatch(normalize(text))
        and _is_numeric(layout, name)
    }


def _rank(name: str) -> int:
    return int(name.removeprefix("c"))


def _is_numeric(layout: Layout, name: str) -> bool:
    cells = layout.feuille.cells
    texts = cells.filter(pl.col("ligne") > layout.header_line)[name].drop_nulls()
    return bool(texts.len()) and bool(texts.str.contains(r"^\s*[-+]?\d[\d\s.,]*\s*h?\d*$").all())


def _absent_months(layout: Layout) -> dict[str, str]:
    """Rend clé de réponse -> intitulé des mois que le tableau n'a pas, d'une année à l'autre."""
    found = [month_of(name) for name in month_columns(list(layout.columns.values()))]
    years = sorted({year for _, year in found if year}) or [None]
    return {
        normalize(label): label
        for year in years
        for number, word in enumerate(NOMS, start=1)
        if (number, year) not in found
        for label in [f"{word} {year}" if year else word]
    }


def _said(nom: str, text: str) -> str:
    return (
        f"Dans « {nom} », la colonne « {text[:40]} » est parmi les mois, remplie de nombres, et "
        "n'est pas reconnue : dites de quel mois elle est. Sans elle, ses heures manqueraient."
    )


def _ways(absent: dict[str, str]) -> dict[str, str]:
    return {
        **{key: f"C'est {label.lower()}" for key, label in absent.items()},
        NON: "Ce n'est pas un mois : ne pas la lire",
    }


def settle_year(nom: str, layout: Layout, in_name: int | None, reponses: Mapping[str, str]) -> None:
    """Demande confirmation si le tableau dit une autre année que le nom du fichier."""
    if in_name is None or layout.format.reshape is None:
        return
    years = _years_told(layout)
    if not years or in_name in years or reponses.get("annee_du_tableau") == "tableau":
        return
    told = ", ".join(str(year) for year in sorted(years))
    raise APreciser(
        choice(
            "annee_du_tableau",
            f"Le nom du fichier « {nom} » dit {in_name}, le tableau dit {told}. Si le tableau a "
            "raison, confirmez-le ; sinon corrigez-le, ou renommez le fichier.",
            {"tableau": f"Le tableau a raison : {told}"},
            layout.format.name,
        )
    )


def _years_told(layout: Layout) -> set[int]:
    """Rend les années que disent les mois, la colonne de l'année, ou à défaut les titres."""
    months = (month_of(name) for name in month_columns(list(layout.columns.values())))
    found = {month[1] for month in months if month and month[1]}
    if "annee" in layout.columns.values():
        texts = layout.grid["annee"].drop_nulls().unique()
        found |= {int(text[:4]) for text in texts if re.fullmatch(r"20\d\d(\.0)?", text)}
    return found or _years_in_titles(layout)


def _years_in_titles(layout: Layout) -> set[int]:
    """Rend les années seules écrites au-dessus de l'en-tête ; une date n'en est pas une."""
    rows = layout.feuille.cells.head(HEADER_ROWS)
    above = rows.filter(pl.col("ligne") < layout.header_line).drop("ligne")
    texts = [text for row in above.iter_rows() for text in row if text]
    return {
        int(year)
        for text in texts
        for year in re.findall(r"(?<![\d/.\-])(20\d\d)(?![\d/.\-])", text)
    }
