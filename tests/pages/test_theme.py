"""Les couleurs : contrastes AA, deutéranopie, impression en gris ; le gabarit unique."""

from itertools import combinations

import plotly.io as pio
import pytest

from pages.shared import theme

STATES = {name: theme.ISSUES[name] for name in ("positives", "non_positives", "inconnues")}


def _linear(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _seen_by_deuteranope(color):
    """Simulation de Machado (2009), sévérité 1, en RVB linéaire."""
    red, green, blue = _linear(color)
    return (
        0.367322 * red + 0.860646 * green - 0.227968 * blue,
        0.280085 * red + 0.672501 * green + 0.047413 * blue,
        -0.011820 * red + 0.042940 * green + 0.968881 * blue,
    )


def _lab(rgb):
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883

    def f(t):
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    return 116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))


def _distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5


@pytest.mark.parametrize("color", [theme.INK, theme.SOFT_INK, theme.TARGET])
def test_textes_au_contraste_aa(color):
    assert theme.contrast(color, theme.BACKGROUND) >= 4.5


def test_contraste_connu():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("color", [theme.MAIN, theme.UNKNOWN, *theme.STRUCTURES.values()])
def test_barres_au_contraste_des_graphismes(color):
    assert theme.contrast(color, theme.BACKGROUND) >= 3


def test_trait_de_l_an_passe_lisible_sur_la_barre_et_sur_le_fond():
    assert theme.contrast(theme.PAST, theme.BACKGROUND) >= 4.5
    assert theme.contrast(theme.PAST, theme.MAIN) >= 3


# Qui agit, qui paie, de quel programme : des identités, jamais un jugement.
IDENTITIES = {
    **theme.STRUCTURES,
    **{code: color for code, color in theme.FINANCEURS.items() if code != "non_renseigne"},
    **{code: color for code, color in theme.PROGRAMMES.items() if code != "hors_programme"},
}


@pytest.mark.parametrize("meaning", theme.MEANINGS)
def test_oui_non_inconnu_et_cible_ne_se_confondent_avec_personne(meaning):
    color = theme.MEANINGS[meaning]
    for name, other in IDENTITIES.items():
        assert _distance(_lab(_linear(color)), _lab(_linear(other))) >= 20, name
        gap = _distance(_lab(_seen_by_deuteranope(color)), _lab(_seen_by_deuteranope(other)))
        assert gap >= 15, name
    others = [one for one in theme.MEANINGS.values() if one != color]
    assert len(others) == len(theme.MEANINGS) - 1
    for other in others:
        gap = _distance(_lab(_seen_by_deuteranope(color)), _lab(_seen_by_deuteranope(other)))
        assert gap >= 20, (meaning, other)


@pytest.mark.parametrize("palette", [theme.STRUCTURES, theme.PROGRAMMES, STATES])
def test_palette_sure_pour_un_deuteranope(palette):
    for one, other in combinations(palette.values(), 2):
        gap = _distance(_lab(_seen_by_deuteranope(one)), _lab(_seen_by_deuteranope(other)))
        assert gap >= 20, (one, other)


@pytest.mark.parametrize("palette", [theme.STRUCTURES, theme.PROGRAMMES, STATES])
def test_palette_lisible_en_gris(palette):
    for one, other in combinations(palette.values(), 2):
        assert theme.contrast(one, other) >= 1.4, (one, other)


@pytest.mark.parametrize("color", [*theme.ISSUES.values(), *theme.STRUCTURES.values()])
def test_nombre_ecrit_sur_une_barre_reste_lisible(color):
    assert theme.contrast(theme.ink_on(color), color) >= 4.5


def test_gabarit_francais_et_unique():
    theme.register()
    layout = pio.templates[theme.TEMPLATE].layout
    assert layout.separators == ",\u202f"
    assert layout.xaxis.tickformat == ",.0f" and layout.yaxis.tickformat == ",.0f"
    assert theme.new_figure().layout.template.layout.separators == ",\u202f"


def test_une_figure_porte_son_constat():
    figure, finding = theme.take_finding(theme.say(theme.new_figure(), "Deux fois plus"))
    assert finding == "Deux fois plus" and figure.layout.meta is None
    assert theme.take_finding(theme.new_figure())[1] == ""
