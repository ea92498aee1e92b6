"""Le dessin des diapositives : les couleurs des pages, le territoire sur la carte."""

from __future__ import annotations

import pytest

import queries
from pages.pleniere.ecran import map_drawing
from pages.pleniere.ecran.drawing import draw
from pages.pleniere.slide import Dessin, Serie
from pages.shared import theme


def test_la_pleniere_a_les_couleurs_des_pages():
    """Qui paie a partout la même couleur, même si un financeur manque à la liste ; l'inconnu, la
    cible et l'an passé ont celles qui ne sont à personne."""
    codes = ("etat", "epci", "autre", "non_renseigne")
    series = tuple(Serie(code, (25.0,), ("25 %",), "inconnu" if code == "non_renseigne" else
                         "principal", code) for code in codes)  # fmt: skip
    shares = draw(Dessin("part_100", ("Poste",), series, "%", repere=70.0, repere_libelle="Cible"))
    assert {one.name: one.marker.color for one in shares.data} == {
        code: theme.FINANCEURS[code] for code in codes
    }
    assert theme.FINANCEURS["non_renseigne"] == theme.MEANINGS["inconnu"]
    assert {one.line.color for one in shares.layout.shapes} == {theme.MEANINGS["cible"]}
    past = Serie("2024", (3.0,), ("3",), "repere")
    columns = draw(Dessin("colonnes", ("janv.",), (Serie("2025", (4.0,), ("4",)), past), "heures"))
    assert [one.marker.color for one in columns.data] == [theme.MAIN, theme.PAST]


@pytest.mark.parametrize("code", queries.contours("epci")["code"].unique().sort().to_list())
def test_le_contour_du_territoire_choisi_tient_sur_la_carte(code):
    """L'Enclave et les EPCI à cheval débordaient de la carte du Vaucluse au plus près."""
    own = queries.contours("epci").filter(code=code)
    for name, usual in (("lon", map_drawing.MAP_LON), ("lat", map_drawing.MAP_LAT)):
        least, most = map_drawing._range(usual, name, code)
        points = own[name].explode().drop_nulls().drop_nans()
        assert least < points.min() and points.max() < most
        assert least <= usual[0] and usual[1] <= most
