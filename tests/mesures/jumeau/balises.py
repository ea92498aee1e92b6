"""Notre HTML, rendu en composants de Dash : mêmes balises, mêmes classes, mêmes mots."""

from __future__ import annotations

from html.parser import HTMLParser

from dash import html
from dash.development.base_component import Component

# Le nom d'un attribut du HTML -> celui du composant ; les autres gardent le leur.
NAMES = {"class": "className", "tabindex": "tabIndex", "colspan": "colSpan"}


class _Reader(HTMLParser):
    """Empile les balises ouvertes ; la première de la pile recueille le tout."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Component] = [html.Div(children=[])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {NAMES.get(name, name): value for name, value in attrs}
        one = getattr(html, tag.capitalize())(children=[], **given)
        self.open[-1].children.append(one)
        self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def components(text: str) -> html.Div:
    """Rend un HTML bien fermé, sans balise seule, en composants."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, "une balise n'est pas fermée"
    return reader.open[0]
