"""Le tableau des marchés à l'écran : une ligne par marché, du HTML inerte."""

from __future__ import annotations

from datetime import date

import polars as pl

from pages.shared.frame.tables import framed
from pages.shared.words.formatting import UNKNOWN, counted, escape, number, percent

ROWS_SHOWN = 100
HEADS = (
    ("Marché", ""),
    ("Acheteur", ""),
    ("Entreprises attributaires", ""),
    ("Dates", ""),
    ("Heures prévues", "nombre"),
    ("Heures engagées", "nombre"),
    ("Heures réalisées", "nombre"),
    ("Taux", "nombre"),
    ("État", ""),
)


def rows_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend le tableau ; au-delà de cent marchés, une phrase dit le reste."""
    heads = "".join(f'<th scope="col" class="{kind}">{name}</th>' for name, kind in HEADS)
    body = "".join(_row(row) for row in frame.head(ROWS_SHOWN).iter_rows(named=True))
    table = framed(caption, heads, body, "marches")
    if frame.height <= ROWS_SHOWN:
        return table
    rest = counted(frame.height - ROWS_SHOWN, "autre marché", "autres marchés")
    return (
        f'{table}<p class="note">Et {rest} : précisez la recherche, ou téléchargez le fichier '
        "entier.</p>"
    )


def _row(row: dict[str, object]) -> str:
    hours = ("heures_prevues", "heures_engagees", "heures_realisees")
    numbers = "".join(f'<td class="nombre">{escape(number(row[one]))}</td>' for one in hours)
    return (
        f'<tr><th scope="row" class="long">{_market(row)}</th>'
        f"<td>{escape(row['acheteur'] or UNKNOWN)}</td>"
        f"<td>{escape(row['entreprises'] or UNKNOWN)}</td>"
        f'<td class="dates">{escape(_dates(row))}</td>{numbers}'
        f'<td class="nombre">{_rate(row["taux_pct"])}</td>'
        f"<td>{escape(row['etat_libelle'])}</td></tr>"
    )


def _market(row: dict[str, object]) -> str:
    name, lot = row["operation"] or row["objet"] or "Objet non renseigné", row["objet"]
    lot_number = f"lot {row['numero_lot']}" if row["numero_lot"] else ""
    parts = [lot if lot != name else "", f"n° {row['numero_marche']}", lot_number]
    detail = " · ".join(str(part) for part in parts if part)
    return f'{escape(name)}<span class="detail">{escape(detail)}</span>'


def _dates(row: dict[str, object]) -> str:
    start = _short(row["date_notification"])
    if row["date_fin_reelle"]:
        return f"{start} – {_short(row['date_fin_reelle'])}"
    if row["date_fin_prevue"]:
        return f"{start} – {_short(row['date_fin_prevue'])} (prévue)"
    return f"{start} – fin non renseignée"


def _short(day: date | None) -> str:
    return UNKNOWN if day is None else f"{day:%d/%m/%Y}"


def _rate(value: float | None) -> str:
    """Rend le taux et une barre fine dont le trait est à 100 %, que la barre peut dépasser."""
    if value is None:
        return "sans heures prévues"
    width = min(value, 150) / 1.5
    gauge = f'<span class="jauge" aria-hidden="true"><i style="width:{width:.1f}%"></i></span>'
    return f"{escape(percent(value, 0))}{gauge}"
