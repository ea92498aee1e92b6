"""Un tableau de données à l'écran : du HTML inerte, lisible au clavier et à l'impression."""

from __future__ import annotations

import polars as pl

from pages.shared.formatting import counted, escape
from pages.shared.labels import Shown, cell, shown_columns

ROWS_SHOWN = 400


def table_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend le tableau HTML d'un résultat de requête ; tout texte importé y est neutralisé.

    Au-delà de 400 lignes, le début est montré et la phrase sous le tableau dit le reste.
    """
    columns = shown_columns(frame)
    heads = "".join(f'<th scope="col"{_side(one)}>{escape(one.label)}</th>' for one in columns)
    shown = frame.head(ROWS_SHOWN).select(one.name for one in columns)
    rows = "".join(_row(columns, row) for row in shown.iter_rows())
    table = (
        f'<div class="tableau" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
    if frame.height <= ROWS_SHOWN:
        return table
    rest = counted(frame.height - ROWS_SHOWN, "autre ligne est", "autres lignes sont")
    return f'{table}<p class="note">{rest} dans le fichier à télécharger.</p>'


def _row(columns: list[Shown], row: tuple[object, ...]) -> str:
    texts = [(one, escape(cell(one.name, value))) for one, value in zip(columns, row, strict=True)]
    head, *rest = texts
    cells = "".join(f"<td{_side(one)}>{text}</td>" for one, text in rest)
    return f'<tr><th scope="row"{_side(head[0])}>{head[1]}</th>{cells}</tr>'


def _side(column: Shown) -> str:
    return ' class="nombre"' if column.est_nombre else ""
