"""Une seule barre, ou des barres toutes à zéro : une phrase les remplace ; le reste se dessine."""

import pytest

from pages.shared.charts import bars, panels, shares, timelines
from pages.shared.charts.lone import in_words, is_blank
from pages.shared.theme import new_figure


def ranked(*values):
    names = [f"Nom {rank}" for rank in range(len(values))]
    return bars.ranked_bars(names, values, [f"{value} h" for value in values])


def columns(*values):
    figure = new_figure()
    names = [str(2022 + rank) for rank in range(len(values))]
    flags = [False] * len(values)
    timelines.add_split_columns(figure, names, values, flags, ("sûr", "provisoire"))
    return figure


def two_panels(*values):
    told = [str(one) for one in values]
    rows = [f"Nom {rank}" for rank in range(len(values))]
    drawn = [panels.Panel(title, values, told) for title in "AB"]
    return panels.side_by_side(rows, drawn)


def full(draw):
    """Une barre de parts, seule : elle se lit quand même."""
    blue = "#123456"
    if draw == "parts":
        drawn = [shares.Share("Oui", [40.0], ["4"], blue)]
        return shares.stacked_shares([("2025", "")], drawn, ["fin"])
    return bars.stacked_rows(["Rangée"], [("a", [1], blue, False), ("b", [2], blue, True)])


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (ranked(7), "Nom 0 : 7 h"),
        (ranked(7, 0), ""),
        (ranked(7, None), ""),
        (ranked(0, None), ""),
        (ranked(0, 0), "Tout est à zéro : Nom 0 et Nom 1"),
        (ranked(*[0] * 6), "Tout est à zéro : Nom 0, Nom 1, Nom 2, Nom 3 et 2 de plus"),
        (ranked(1, 2), ""),
        (columns(12), "2022 : 12"),
        (columns(12, 13), ""),
        (two_panels(5), "Nom 0 : 5"),
        (two_panels(5, 6), ""),
        (full("parts"), ""),
        (full("empilees"), ""),
        (new_figure(), ""),
    ],
)  # fmt: skip
def test_une_phrase_remplace_un_graphique_qui_ne_compare_rien(figure, expected):
    assert in_words(figure).replace("\u202f", " ") == expected


def test_un_nom_hostile_reste_du_texte():
    figure = bars.ranked_bars(["<b>Mairie</b> & fils"], [3], ["3"])
    assert in_words(figure) == "<b>Mairie</b> & fils : 3"


@pytest.mark.parametrize(
    ("figure", "expected"), [(ranked(), True), (ranked(0), False), (ranked(None, 3), False)]
)
def test_une_figure_sans_aucune_marque_ne_se_dessine_pas(figure, expected):
    assert is_blank(figure) == expected


@pytest.mark.parametrize(
    ("values", "expected"), [((12, None), "janv. : 12"), ((12, 13), ""), ((None, None), "")]
)
def test_une_courbe_d_un_seul_point_se_dit(values, expected):
    figure = new_figure()
    figure.add_scatter(x=["janv.", "févr."], y=list(values), mode="lines")
    assert in_words(figure) == expected
