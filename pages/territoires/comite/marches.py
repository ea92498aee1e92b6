"""Les marchés à voir en comité technique : derrière leur calendrier, ou finissant bientôt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from pages.shared.frame.tables import framed, rest_note
from pages.shared.words.formatting import UNKNOWN, counted, escape, number, percent

ROWS_SHOWN = 12
LATE_HEADS = (
    ("Marché", "long"), ("Acheteur", ""), ("Heures et temps écoulé", ""),
    ("Heures prévues", "nombre"), ("Attendues à ce jour", "nombre"),
    ("Réalisées", "nombre"), ("Écart", "nombre"),
)  # fmt: skip
END_HEADS = (
    ("Marché", "long"), ("Acheteur", ""), ("Fin prévue", ""), ("Heures prévues", "nombre"),
    ("Réalisées", "nombre"), ("Restantes", "nombre"),
)  # fmt: skip
# Identifiant d'un marché -> l'adresse de ses mois.
Address = Callable[[str], str]
Cells = Callable[[dict[str, object]], tuple[str, ...]]


def late_words(frame: pl.DataFrame) -> str:
    """Dit combien de marchés sont derrière leur calendrier, et combien sûrement."""
    sure = frame["est_sur"].sum()
    late = counted(frame.height, "marché est", "marchés sont")
    if frame.height == 1 and not sure:
        return f"{late} derrière son calendrier, de façon incertaine"
    if sure == frame.height:
        return f"{late} derrière {'son' if frame.height < 2 else 'leur'} calendrier"
    return (
        f"{late} derrière leur calendrier, dont {number(sure) if sure else 'aucun'} de façon sûre"
    )


def late_html(frame: pl.DataFrame, address: Address, caption: str) -> str:
    """Rend les marchés derrière leur calendrier, l'écart le plus grand d'abord."""

    def cells(row: dict[str, object]) -> tuple[str, ...]:
        numbers = ("heures_prevues", "heures_attendues", "heures_realisees")
        return (_schedule(row), *(escape(number(row[one])) for one in numbers), _gap(row))

    return _table(frame, LATE_HEADS, cells, address, caption)


def _schedule(row: dict[str, object]) -> str:
    """Rend la part du temps écoulée, et une barre des heures faites où un trait marque ce temps."""
    planned, elapsed = row["heures_prevues"], float(row["part_ecoulee_pct"])
    width = min(100.0, 100 * float(row["heures_realisees"]) / float(planned)) if planned else 0.0
    return (
        f"{escape(percent(elapsed, 0))} du temps"
        f'<span class="jauge temps" aria-hidden="true"><i style="width:{width:.1f}%"></i>'
        f'<b style="left:{elapsed:.1f}%"></b></span>'
        f'<span class="detail">fin prévue {escape(short_day(row["date_fin_prevue"]))}</span>'
    )


def _gap(row: dict[str, object]) -> str:
    """Rend l'écart d'heures et sa borne : au mieux, si elle n'est pas la même."""
    gap, best = number(row["ecart_heures"]), number(row["ecart_au_mieux"])
    more = "retard sûr" if row["est_sur"] else "retard incertain"
    best_words = f"au mieux {best}, " if best != gap else ""
    return f'<strong>{escape(gap)}</strong><span class="detail">{escape(best_words + more)}</span>'


def ending_words(frame: pl.DataFrame) -> str:
    """Dit combien de marchés finissent, et combien sous leurs heures prévues."""
    left = frame.filter(pl.col("heures_restantes") > 0).height
    ends = counted(frame.height, "marché finit", "marchés finissent")
    if frame.height == 1:
        return f"{ends} sous six mois, {'avec' if left else 'sans'} heures à faire"
    return f"{ends} sous six mois, dont {number(left) if left else 'aucun'} avec des heures à faire"


def ending_html(frame: pl.DataFrame, address: Address, caption: str) -> str:
    """Rend les marchés qui finissent sous six mois, le plus proche d'abord."""

    def cells(row: dict[str, object]) -> tuple[str, ...]:
        planned, done = number(row["heures_prevues"]), number(row["heures_realisees"])
        ends = short_day(row["date_fin_prevue"])
        return (escape(ends), escape(planned), escape(done), escape(remaining(row)))

    return _table(frame, END_HEADS, cells, address, caption)


def remaining(row: dict[str, object]) -> str:
    """Écrit les heures restantes ; un marché qui a dépassé le dit."""
    left = row["heures_restantes"]
    if left is None or left >= 0:
        return number(left)
    return f"0 ({number(-left)} de plus que prévu)"


def _table(
    frame: pl.DataFrame,
    heads: tuple[tuple[str, str], ...],
    cells: Cells,
    address: Address,
    caption: str,
) -> str:
    """Rend un tableau de marchés ; au-delà de douze, une phrase dit le reste."""
    first = "".join(f'<th scope="col" class="{kind}">{escape(name)}</th>' for name, kind in heads)
    body = "".join(_row(row, cells(row), heads[2:], address) for row in _shown(frame))
    rest = rest_note(frame.height - ROWS_SHOWN, "autre marché", "autres marchés")
    return framed(caption, first, body, "marches comite") + rest


def _shown(frame: pl.DataFrame) -> list[dict[str, object]]:
    return frame.head(ROWS_SHOWN).rows(named=True)


def _row(
    row: dict[str, object],
    cells: tuple[str, ...],
    heads: tuple[tuple[str, str], ...],
    address: Address,
) -> str:
    texts = "".join(
        f'<td class="{kind}">{cell}</td>' for cell, (_, kind) in zip(cells, heads, strict=True)
    )
    return (
        f'<tr><th scope="row" class="long">{market(row, address)}</th>'
        f"<td>{escape(row['acheteur'] or UNKNOWN)}</td>{texts}</tr>"
    )


def market(row: dict[str, object], address: Address) -> str:
    """Rend le nom d'un marché, lien vers ses mois, et son lot."""
    name = row["operation"] or row["objet"] or "Objet non renseigné"
    lot = row["objet"] if row["objet"] != name else None
    link = escape(address(str(row["marche_id"])))
    detail = f'<span class="detail">{escape(lot)}</span>' if lot else ""
    # Le lot est dans le lien : deux lots d'une opération n'ont pas le même nom.
    return f'<a href="{link}" target="_self">{escape(name)}{detail}</a>'


def short_day(value: date | None) -> str:
    """Écrit une date courte : « 03/03/2026 »."""
    return UNKNOWN if value is None else f"{value:%d/%m/%Y}"
