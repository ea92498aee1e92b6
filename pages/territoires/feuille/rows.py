"""La feuille imprimable, bloc par bloc : du HTML inerte, des barres que l'encre suffit à lire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl

from pages.shared.charts.cards import cards_html
from pages.shared.words.formatting import (
    HARD_SPACE,
    UNKNOWN,
    counted,
    escape,
    euros,
    join_words,
    number,
    percent,
    to_html,
)
from pages.territoires.comite.marches import remaining, short_day
from pages.territoires.measures import PER_1000, RATE, SHORT, rank_words, ratio
from pages.territoires.portrait import portrait

# Ce qui tient sur deux pages, même au nom le plus long.
MARKETS_SHOWN, BARS_SHOWN, LONGEST = 8, 9, 58
# Le total de chaque figure, déjà dit en haut de la feuille ; les deux moitiés d'une autre barre.
NOT_BARS = ("total", "deld_12_24", "detld")
MARKET_HEADS = ("Marché", "Acheteur", "Fin prévue", "Prévues", "Réalisées", "Restantes")
Bar = tuple[str, float | None, str]


def figures_html(frame: pl.DataFrame) -> str:
    """Rend les quatre chiffres du portrait, ceux de l'écran."""
    return cards_html(portrait(frame))


def portrait_html(frame: pl.DataFrame) -> str:
    """Rend tous les chiffres du portrait, avec les repères qui ont un sens pour ce territoire.

    Un EPCI ou une commune se lit par habitant, avec son rang ; un quartier, en nombre, à côté
    du Vaucluse ; une structure, seule : ses filtres ne laissent rien d'autre.
    """
    columns = _columns(frame.row(0, named=True))
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in ("", *columns))
    body = "".join(
        f'<tr><th scope="row">{escape(SHORT[row["indicateur"]])}</th>'
        + "".join(f"<td>{escape(write(row))}</td>" for write in columns.values())
        + "</tr>"
        for row in frame.iter_rows(named=True)
    )
    return f'<table class="portrait"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _columns(first: dict[str, object]) -> dict[str, Callable[[dict[str, object]], str]]:
    """Rend les colonnes du portrait, titre -> écriture d'une ligne, selon le territoire."""
    here = {"Ici": partial(_written, "valeur")}
    per = {f"Ici, {PER_1000}": partial(_written, "pour_1000_habitants")}
    if first["maille"] == "departement":
        return here | per
    if first["maille"] == "structure":
        return here
    if first["nombre_classes"] is None:
        return here | {"Vaucluse": partial(_written, "departement")}
    marks = {"Rang": lambda row: rank_words(row).removeprefix("rang ")}
    for title, name in (("Vaucluse", "departement"), ("Médiane", "mediane")):
        marks[f"{title}, {PER_1000}"] = partial(_written, f"{name}_pour_1000")
    return here | per | marks


def _written(column: str, row: dict[str, object]) -> str:
    """Écrit une case du portrait ; un taux ne se rapporte pas aux habitants."""
    est_taux, est_par_habitant = row["indicateur"] == RATE, "pour_1000" in column
    if est_taux:
        value = row[column.removesuffix("_pour_1000")]
        return "" if column == "pour_1000_habitants" else percent(value)
    return ratio(row[column]) if est_par_habitant else number(row[column])


def bars_html(title: str, bars: Sequence[Bar], none: str) -> str:
    """Rend des barres en tableau : nom, valeur, texte ; `none` si aucune ligne."""
    if not bars:
        return f"<section><h3>{to_html(title)}</h3><p>{to_html(none)}</p></section>"
    top = max((value or 0 for _, value, _ in bars), default=0) or 1
    lines = "".join(
        f'<tr><th scope="row">{to_html(name)}</th><td class="trace" aria-hidden="true">'
        f'<i style="width:{100 * (value or 0) / top:.1f}%"></i></td><td>{escape(text)}</td></tr>'
        for name, value, text in bars
    )
    return f'<section><h3>{to_html(title)}</h3><table class="barres">{lines}</table></section>'


def years(frame: pl.DataFrame) -> list[Bar]:
    """Rend les barres des heures par année, les dernières années reçues."""
    rows = frame.sort("annee").tail(BARS_SHOWN).rows(named=True)
    return [
        (f"{row['annee']}{_partial(row)}", row["heures_realisees"], number(row["heures_realisees"]))
        for row in rows
    ]


def _partial(row: dict[str, object]) -> str:
    return "" if row["est_complete"] else " (en partie)"


def publics(frame: pl.DataFrame) -> list[Bar]:
    """Rend les barres des publics ; ils se recouvrent et ne s'additionnent pas."""
    kept = frame.filter(~pl.col("categorie").is_in(NOT_BARS)).head(BARS_SHOWN)
    return [
        (row["libelle"], row["beneficiaires"], _people(row)) for row in kept.iter_rows(named=True)
    ]


def _people(row: dict[str, object]) -> str:
    share = f" ({percent(row['part_pct'], 0)})" if row["part_pct"] is not None else ""
    return f"{number(row['beneficiaires'])}{share}"


def exits(frame: pl.DataFrame) -> list[Bar]:
    """Rend les barres des types de sorties positives."""
    rows = frame.head(BARS_SHOWN).iter_rows(named=True)
    return [(row["type_sortie"], row["sorties"], number(row["sorties"])) for row in rows]


def buyers(frame: pl.DataFrame) -> list[Bar]:
    """Rend les barres des acheteurs dont les marchés ont donné le plus d'heures."""
    kept = frame.sort("heures_realisees", descending=True, maintain_order=True).head(BARS_SHOWN)
    return [
        (_cut(str(row["nom"] or UNKNOWN)), row["heures_realisees"], number(row["heures_realisees"]))
        for row in kept.iter_rows(named=True)
    ]


def exits_words(frame: pl.DataFrame) -> str:
    """Dit le taux de sorties de la convention, ses bornes et ce qu'on n'en sait pas.

    `frame` : sorties_a_six_mois, une ligne par référentiel.
    """
    row = frame.filter(referentiel="convention").row(0, named=True)
    if row["taux_pct"] is None:
        return "Aucune situation à six mois n'est connue pour ces filtres."
    bounds = f"entre {percent(row['borne_basse_pct'])} et {percent(row['borne_haute_pct'])}"
    return (
        f"{percent(row['taux_pct'])} de sorties positives parmi {number(row['connues'])} "
        f"situations connues ; {number(row['inconnues'])} ne le sont pas : le vrai taux est "
        f"{bounds}."
    )


def markets_html(frame: pl.DataFrame) -> str:
    """Rend les marchés en cours qui ont le plus d'heures prévues, et dit combien d'autres."""
    going = frame.filter("est_en_cours").sort(
        "heures_prevues", descending=True, nulls_last=True, maintain_order=True
    )
    if going.is_empty():
        return "<p>Aucun marché en cours pour ces filtres.</p>"
    heads = "".join(f'<th scope="col">{one}</th>' for one in MARKET_HEADS)
    body = "".join(_market(row) for row in going.head(MARKETS_SHOWN).iter_rows(named=True))
    others = going.height - MARKETS_SHOWN
    more = f"<p>Et {counted(others, 'autre marché', 'autres marchés')} en cours.</p>"
    table = f'<table class="marches"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    return table + (more if others > 0 else "")


def _market(row: dict[str, object]) -> str:
    names = (row["operation"] or row["objet"] or "Objet non renseigné", row["acheteur"] or UNKNOWN)
    first, buyer = (escape(_cut(str(one))) for one in names)
    planned, done = row["heures_prevues"], row["heures_realisees"]
    left = None if planned is None or done is None else float(planned) - float(done)
    cells = (short_day(row["date_fin_prevue"]), number(planned), number(done),
             remaining({"heures_restantes": left}))  # fmt: skip
    lot = f" · lot {escape(row['numero_lot'])}" if row["numero_lot"] else ""
    return (
        f'<tr><th scope="row">{first}{lot}</th><td>{buyer}</td>'
        + "".join(f"<td>{escape(one)}</td>" for one in cells)
        + "</tr>"
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def funding_words(frame: pl.DataFrame, epci: str) -> str:
    """Dit qui paie le poste de l'EPCI choisi ; vide sans plan reçu ou sans EPCI.

    `frame` : financement_par_epci.
    """
    rows = frame.filter((pl.col("epci") == epci) & (pl.col("montant_eur") > 0)).rows(named=True)
    if not epci or not rows:
        return ""
    parts = [
        f"{row['libelle']} {euros(row['montant_eur'])} ({percent(row['part_pct'], 0)})"
        for row in rows
    ]
    post = f"{rows[0]['nom_epci']}, poste de facilitateur, {rows[0]['annees']}"
    return f"{post}{HARD_SPACE}: {join_words(parts)}."
