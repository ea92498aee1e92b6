"""Les éléments de toute page, prêts avant le premier message.

Streamlit demande chaque sorte d'élément au premier qu'il reçoit : la page se dessine une fois sans
lui, vide, et React attend alors 300 ms avant de la montrer entière. Ici, ceux de toute page sont
demandés dès son démarrage, et donnés aussitôt à qui les demande s'ils sont là. Si le script
d'entrée n'a pas la forme attendue, il est servi tel quel : plus lent, mais juste.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

ENTRY = "index"
# Textes, menu, filtres, bascule, parties, outils, graphiques.
ELEMENTS = (
    "Html",
    "PageLink",
    "Selectbox",
    "Checkbox",
    "ButtonGroup",
    "Button",
    "DownloadButton",
    "PlotlyChart",
)
# Là où le script d'entrée dit comment demander un morceau, la première fois qu'il sert.
_ASKED = r"\(0,\w+\.lazy\)\(\(\)=>(?P<ask>\w+\(\(\)=>import\(`\./{name}`\))"
# Un morceau venu se rend sans attendre ; un morceau manquant se redemandera, et dira son erreur.
_READY = "const __prets={};for(const[n,un]of[%s])un.then(m=>{__prets[n]={then:f=>{f(m)}}},()=>{});"


def readied(script: str, chunks: Iterable[str]) -> str:
    """Rend le script d'entrée, ces morceaux demandés à son démarrage."""
    started = []
    for name in chunks:
        found = list(re.finditer(_ASKED.format(name=re.escape(name)), script))
        if len(found) != 1:
            continue
        start = found[0].start("ask")
        script = f"{script[:start]}__prets[`{name}`]??{script[start:]}"
        started.append(f"[`{name}`,import(`./{name}`)]")
    return _READY % ",".join(started) + script if started else script
