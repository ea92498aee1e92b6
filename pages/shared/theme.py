"""Les couleurs et le gabarit des graphiques, les mêmes partout.

Une même chose garde la même couleur sur toutes les pages ; la couleur ne porte jamais seule le
sens (une étiquette ou une hachure la double). Contrastes et distances en deutéranopie sont
vérifiés par tests/pages/test_theme.py.
"""

from __future__ import annotations

import plotly.graph_objects as go
import plotly.io as pio

from pages.shared.words.formatting import THIN_SPACE

TEMPLATE = "clauses"
# La police que Streamlit sert lui-même ; sans réseau.
FONT = '"Source Sans", system-ui, sans-serif'

BACKGROUND = "#ffffff"
INK = "#1c2733"
SOFT_INK = "#55606b"
GRID = "#e3e6e4"
# La couleur d'une grandeur simple : heures, personnes, marchés.
MAIN = "#3f76a6"
# La même grandeur l'an passé : un trait fin, presque noir, lisible sur les barres et à côté.
PAST = INK
# Ce qu'une barre dit d'une réponse ou d'un but : ces quatre couleurs n'ont pas d'autre emploi, et
# ne sont celles d'aucune structure ni d'aucun financeur.
POSITIVE = "#14684c"
NEGATIVE = "#e2a3a0"
TARGET = "#8e24aa"
# Ce qu'on ne sait pas : gris, toujours hachuré.
UNKNOWN = "#8a9299"
MEANINGS = {"oui": POSITIVE, "non": NEGATIVE, "inconnu": UNKNOWN, "cible": TARGET}
PALE = "#c3d3e2"
# Une partie d'une catégorie (« dont ») : la même teinte, plus claire.
SUBSET = "#86a9c8"

STRUCTURES = {"CIE84": "#14375a", "ITV": "#b45309", "MLJGA": "#3fa0b5"}
# Les publics se recouvrent : ils ne sont jamais empilés, et leur nom est écrit sur la barre. Ils
# partagent une teinte ; les deux cases de DELD, elles, forment un total : deux tons.
CATEGORIES = {"deld_12_24": MAIN, "detld": "#14375a"}
ISSUES = {
    "positives": POSITIVE,
    "non_positives": NEGATIVE,
    "inconnues": UNKNOWN,
    "hors_champ": "#cdd3d1",
    "non_mures": "#e3e6e4",
}
PROGRAMMES = {"npnru": "#14375a", "pnrqad": "#b45309", "hors_programme": "#9aa7b1"}
# Qui paie. Ce qui manque au plan de financement a la couleur et les hachures de l'inconnu.
FINANCEURS = {
    "etat": "#14375a",
    "departement": "#b45309",
    "epci": "#a8cfe6",
    "autre": "#60480c",
    "non_renseigne": UNKNOWN,
}
# Les parts d'un tout, dans l'ordre des séries ; la dernière place est à ce qu'on ne sait pas.
PARTS = ("#14375a", "#b45309", "#a8cfe6", "#c9b037", "#3fa0b5", "#9aa7b1")


def part_color(code: str, rank: int) -> str:
    """Rend la couleur d'une part : celle de qui paie, partout la même ; sinon celle de son rang."""
    return FINANCEURS.get(code, PARTS[rank % len(PARTS)])


# Une carte : de la classe la plus basse à la plus haute, en nuances d'une seule teinte.
SEQUENCE = ("#e6eff7", "#b0c9df", "#80a7c9", "#41709e", "#14375a")
MISSING = "#e9ebea"
BORDER = "#8a9299"
# Le territoire choisi, toujours entre deux traits foncés.
CHOSEN = "#f2a900"
# Motifs : ce qui est provisoire ou inconnu se reconnaît sans la couleur.
HATCH = {"size": 8, "solidity": 0.22, "fillmode": "overlay", "fgcolor": BACKGROUND}
COLORWAY = [
    MAIN,
    "#b45309",
    "#6d94a8",
    "#7a4b7d",
    "#4f7d3f",
    "#a63d40",
    SOFT_INK,
    "#3a7d7c",
    "#8f6b1d",
    INK,
]

LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1.02,
    "xanchor": "left",
    "yanchor": "bottom",
    "traceorder": "normal",
    "itemclick": False,
    "itemdoubleclick": False,
}


def _axis(**more: object) -> dict[str, object]:
    """Rend les réglages communs à un axe."""
    return {
        "gridcolor": GRID,
        "linecolor": GRID,
        "zeroline": False,
        "tickfont": {"size": 13, "color": SOFT_INK},
        "title": {"font": {"size": 13, "color": SOFT_INK}},
        "automargin": True,
        "fixedrange": True,
        **more,
    }


def template() -> go.layout.Template:
    """Rend le gabarit Plotly unique : police, axes, nombres français, légende au-dessus."""
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": INK},
            "colorway": COLORWAY,
            "paper_bgcolor": BACKGROUND,
            "plot_bgcolor": BACKGROUND,
            "separators": f",{THIN_SPACE}",
            "margin": {"l": 8, "r": 24, "t": 12, "b": 8},
            "xaxis": _axis(tickformat=",.0f"),
            "yaxis": _axis(tickformat=",.0f", rangemode="tozero"),
            "bargap": 0.32,
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": INK,
                "bordercolor": INK,
                "font": {"family": FONT, "size": 13, "color": BACKGROUND},
            },
            "legend": LEGEND,
            "uniformtext": {"mode": "show", "minsize": 11},
        }
    )


def register() -> None:
    """Enregistre le gabarit, une fois ; à faire après l'import de Streamlit, qui impose le sien."""
    if TEMPLATE not in pio.templates:
        pio.templates[TEMPLATE] = template()


def new_figure(height: int = 320) -> go.Figure:
    """Rend une figure vide au gabarit, haute de `height` pixels."""
    register()
    figure = go.Figure()
    figure.update_layout(template=TEMPLATE, height=height, showlegend=False)
    return figure


def pattern(est_hachure: bool) -> dict[str, object]:
    """Rend le motif d'une barre : hachurée ou pleine."""
    return {**HATCH, "shape": "/" if est_hachure else ""}


def shades(count: int) -> list[str]:
    """Rend `count` nuances (de 1 à 5), de la plus claire à la plus foncée, bien écartées."""
    picks = {1: (3,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    return [SEQUENCE[place] for place in picks[count]]


def contrast(one: str, other: str) -> float:
    """Rend le contraste de deux couleurs « #rrggbb » (WCAG 2 : de 1 à 21)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(color: str) -> str:
    """Rend l'encre la plus lisible sur un fond."""
    return max((INK, BACKGROUND), key=lambda ink: contrast(ink, color))


def bars_height(count: int, row: int = 34) -> int:
    """Rend la hauteur d'un graphique de `count` barres horizontales, en pixels."""
    return 36 + max(1, count) * row


def say(figure: go.Figure, finding: str, *, shown: int = 0, among: int = 0) -> go.Figure:
    """Attache à une figure la phrase qui dit son constat : lue à l'écran et par la synthèse vocale.

    Elle voyage avec la figure, sans être dessinée dedans. `shown` sur `among` : combien de lignes
    du tableau sont dessinées, quand ce n'est pas toutes.
    """
    figure.update_layout(meta={"constat": finding, "dessines": (shown, among)})
    return figure


def take_finding(figure: go.Figure) -> tuple[go.Figure, str]:
    """Rend la figure, allégée de sa phrase, et la phrase attachée par `say` (vide sans elle)."""
    meta = figure.layout.meta
    finding = str(meta["constat"]) if isinstance(meta, dict) and "constat" in meta else ""
    # La phrase cite des noms importés : elle s'affiche neutralisée, pas avec la figure.
    drawn = drawn_of(figure)
    figure.layout.meta = {"dessines": drawn} if any(drawn) else None
    return figure, finding


def drawn_of(figure: go.Figure) -> tuple[int, int]:
    """Rend combien de lignes du tableau sont dessinées, et sur combien ; (0, 0) si toutes."""
    meta = figure.layout.meta
    shown, among = meta.get("dessines", (0, 0)) if isinstance(meta, dict) else (0, 0)
    return (shown, among) if shown < among else (0, 0)
