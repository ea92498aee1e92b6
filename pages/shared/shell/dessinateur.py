"""Le dessinateur de graphiques : celui de Streamlit, sans ce qu'aucune de nos figures ne dessine.

Streamlit embarque tout Plotly (4,7 Mo : cartes, volumes, surfaces) ; nos figures n'ont que des axes
droits. On sert à sa place, dans le même morceau, l'édition « cartesian » que Plotly publie (1,5 Mo,
licence MIT), de la même version que le paquet Python. Si le morceau n'a pas la forme attendue, il
est servi tel quel : plus lourd, mais juste.
"""

from __future__ import annotations

import re

HEAVY = "PlotlyChart"
EDITION = "plotly-cartesian.min.js"
# Du début de Plotly, enveloppé par l'assembleur de Streamlit, à sa fin, où il se pose dans la page.
_START = re.compile(
    r"var (?P<name>\w+)=(?P<wrap>\w+)\(\(\((?P<own>\w+),(?P<module>\w+),\w+\)=>\{"
    r"\(function\(\w+,\w+\)\{typeof (?P=module)==`object`&&(?P=module)\.exports"
)
_END = re.compile(r"return window\.Plotly=\w+,\w+\}\)\}\)\)")


def lightened(chunk: str, address: str) -> str:
    """Rend le morceau sans son Plotly : il prend celui de `address`, chargé avant lui."""
    starts, ends = list(_START.finditer(chunk)), list(_END.finditer(chunk))
    if len(starts) != 1 or len(ends) != 1 or starts[0].start() > ends[0].start():
        return chunk
    name, wrap = starts[0]["name"], starts[0]["wrap"]
    taken = f"var {name}={wrap}(((e,t)=>{{t.exports=window.Plotly}}))"
    head, tail = chunk[: starts[0].start()], chunk[ends[0].end() :]
    return f'import"{address}";{head}{taken}{tail}'
