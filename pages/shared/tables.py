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
    return framed(caption, heads, rows, remaining=frame.height - ROWS_SHOWN)


def framed(
    caption: str,
    heads: str,
    rows: str,
    *,
    kind: str = "",
    remaining: int = 0,
    unit: tuple[str, str] = ("autre ligne", "autres lignes"),
) -> str:
    """Rend le cadre d'un tableau, atteint au clavier ; `heads` et `rows` sont du HTML déjà sûr.

    `kind` : classes de style en plus ; `remaining` : lignes que seul le fichier porte.
    """
    table = (
        f'<div class="{f"tableau {kind}".strip()}" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if remaining <= 0:
        return table
    rest = counted(remaining, *unit)
    return f'{table}<p class="note">Et {rest} dans le fichier à télécharger.</p>'


def _row(columns: list[Shown], row: tuple[object, ...]) -> str:
    texts = [(one, escape(cell(one.name, value))) for one, value in zip(columns, row, strict=True)]
    head, *rest = texts
    cells = "".join(f"<td{_side(one)}>{text}</td>" for one, text in rest)
    return f'<tr><th scope="row"{_side(head[0])}>{head[1]}</th>{cells}</tr>'


def _side(column: Shown) -> str:
    return ' class="nombre"' if column.est_nombre else ""
