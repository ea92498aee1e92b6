"""Les axes : un libellé reste un libellé, même s'il ressemble à un nombre ou à une date.

Plotly devine la nature d'un axe d'après ses valeurs : « 2022 » y deviendrait un nombre (2 022) et
« 2022-01 » une date. Ici, un axe est fait de catégories, sauf s'il porte des nombres ou si sa
figure en dit autrement. Les deux sorties vers l'écran (un indicateur, une diapositive) passent là.
"""

from __future__ import annotations

import plotly.graph_objects as go

# Dans ces tracés, une direction porte des noms, quelles que soient ses valeurs.
GRIDS = ("heatmap",)


def name_axes(figure: go.Figure) -> go.Figure:
    """Rend la figure, ses axes de libellés déclarés en catégories ; ce qui est déclaré demeure."""
    for trace in figure.data:
        for letter in _named_by(trace):
            axis = _axis_of(trace, letter)
            if axis not in figure.layout or figure.layout[axis].type is None:
                figure.update_layout({axis: {"type": "category"}})
    return figure


def _named_by(trace: go.Bar | go.Scatter | go.Heatmap) -> list[str]:
    """Rend les directions (« x », « y ») où un tracé porte des libellés."""
    return [letter for letter in "xy" if _is_name(trace, letter)]


def _is_name(trace: go.Bar | go.Scatter | go.Heatmap, letter: str) -> bool:
    if letter not in trace or trace[letter] is None:
        return False
    # Une barre sans valeur n'est là que pour la légende (les classes d'une carte).
    values = [one for one in trace[letter] if one is not None]
    if not values:
        return False
    if trace.type in GRIDS:
        return True
    if trace.type == "bar" and letter == ("y" if trace.orientation == "h" else "x"):
        return True
    return any(isinstance(one, str) for one in values)


def _axis_of(trace: go.Bar | go.Scatter | go.Heatmap, letter: str) -> str:
    """Rend le nom d'un axe dans la mise en page : « xaxis2 » pour l'axe « x2 » d'un tracé."""
    return f"{letter}axis{(trace[f'{letter}axis'] or letter)[1:]}"
