"""Un tableau de données à l'écran : du HTML inerte, lisible au clavier et à l'impression."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from pages.shared.words.formatting import counted, escape, to_html
from pages.shared.words.labels import SANS_VALEUR, Shown, cell, shown_columns

ROWS_SHOWN = 400


def table_html(
    frame: pl.DataFrame,
    caption: str,
    codes: Collection[str] = (),
    kind: str = "",
    absent: Mapping[str, str] | None = None,
) -> str:
    """Rend le tableau HTML d'un résultat de requête ; tout texte importé y est neutralisé.

    `codes` : les colonnes que le tableau ne montre pas (`Description.codes`). Au-delà de
    400 lignes, le début est montré et la phrase sous le tableau dit le reste. `kind` : classes de
    style en plus ; `absent` : ce que dit une cellule vide dans ce tableau-là, par colonne.
    """
    said = SANS_VALEUR | (absent or {})
    columns = shown_columns(frame, codes)
    heads = "".join(f'<th scope="col"{_side(one)}>{escape(one.label)}</th>' for one in columns)
    shown = frame.head(ROWS_SHOWN).select(one.name for one in columns)
    rows = "".join(_row(columns, row, said) for row in shown.iter_rows())
    rest = rest_note(frame.height - ROWS_SHOWN, "autre ligne", "autres lignes")
    return framed(caption, heads, rows, kind) + rest


def framed(caption: str, heads: str, rows: str, kind: str = "") -> str:
    """Rend le cadre d'un tableau, atteint au clavier ; `heads` et `rows` sont du HTML déjà sûr.

    `caption` est un texte, neutralisé ici ; `kind` : classes de style en plus.
    """
    return (
        f'<div class="{f"tableau {kind}".strip()}" tabindex="0" role="region" '
        f'aria-label="{to_html(caption)}"><table><caption>{to_html(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def rest_note(remaining: int, one: str, many: str) -> str:
    """Rend la phrase qui dit les lignes que seul le fichier porte ; vide s'il n'en reste pas."""
    if remaining <= 0:
        return ""
    return f'<p class="note">Et {counted(remaining, one, many)} dans le fichier à télécharger.</p>'


def _row(columns: list[Shown], row: tuple[object, ...], absent: Mapping[str, str]) -> str:
    texts = [
        (one, escape(cell(one.name, value, absent)))
        for one, value in zip(columns, row, strict=True)
    ]
    head, *rest = texts
    cells = "".join(f"<td{_side(one)}>{text}</td>" for one, text in rest)
    return f'<tr><th scope="row"{_side(head[0])}>{head[1]}</th>{cells}</tr>'


def _side(column: Shown) -> str:
    return ' class="nombre"' if column.est_nombre else ""
