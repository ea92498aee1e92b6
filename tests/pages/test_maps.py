"""Les cartes : classes rondes, zéro distinct de l'inconnu, chaque territoire une fois."""

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import queries
from pages.shared import theme
from pages.shared.charts import map_layers, maps
from pages.shared.charts.classes import class_names, nearest_round, rank, round_bounds
from pages.shared.charts.map_names import LETTER_PX, LINE_PX, fold, written_names
from pages.shared.frame.pick import picked
from pages.shared.words.formatting import HARD_SPACE, THIN_SPACE, hours

COVE, LMV, GA, AMP = "248400053", "200040442", "248400251", "200054807"
ROUND_DIGITS = {"1", "15", "2", "25", "3", "4", "5", "6", "8"}


@pytest.mark.parametrize(
    ("value", "est_entier", "expected"),
    [
        (4730, False, 5000),
        (1240, False, 1000),
        (1260, False, 1500),
        (0.034, False, 0.03),
        (9.6, True, 10),
        (1.4, True, 1),
        (2.6, True, 3),
        (0.4, True, 1),
        (999, False, 1000),
    ],
)
def test_le_nombre_rond_le_plus_proche(value: float, est_entier: bool, expected: float) -> None:
    assert nearest_round(value, est_entier) == expected


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], []),
        ([12.0], []),
        ([7, 7, 7], []),
        ([10, 1000], [500]),
        ([100, 200, 300, 400, 500], [150, 250, 400, 500]),
        ([1, 1, 1, 2, 50], [2, 25]),
        ([1000, 1010, 1020], []),
    ],
)
def test_bornes(values: list[float], bounds: list[float]) -> None:
    assert round_bounds(values) == bounds


@given(st.lists(st.floats(0.01, 1e7), max_size=40), st.sampled_from([4, 5]))
def test_cinq_classes_au_plus_rondes_et_garnies(values: list[float], most: int) -> None:
    bounds = round_bounds(values, most)
    assert len(bounds) < most and all(low < high for low, high in pairwise(bounds))
    assert all(f"{bound:.10e}".split("e")[0].replace(".", "").rstrip("0") in ROUND_DIGITS
               for bound in bounds)  # fmt: skip
    if values:
        assert {rank(value, bounds) for value in values} == set(range(len(bounds) + 1))


def test_une_valeur_sur_la_borne_est_au_dessus() -> None:
    assert [rank(value, [10, 20]) for value in (9.99, 10, 19.99, 20, 21)] == [0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("bounds", "names"),
    [
        ([], ["plus de 0"]),
        ([5], ["moins de 5", "5 et plus"]),
        ([500, 1500], ["moins de 500", f"de 500 à moins de 1{THIN_SPACE}500",
                       f"1{THIN_SPACE}500 et plus"]),
        ([0.25, 1.5], ["moins de 0,25", "de 0,25 à moins de 1,5", "1,5 et plus"]),
    ],
)  # fmt: skip
def test_noms_des_classes(bounds: list[float], names: list[str]) -> None:
    assert class_names(bounds) == names


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_nuances_distinctes_en_gris(count: int) -> None:
    shades = theme.shades(count)
    assert len(shades) == count
    assert all(theme.contrast(one, other) >= 1.4 for one, other in pairwise(shades))
    light = [theme.contrast(shade, "#000000") for shade in shades]
    assert light == sorted(light, reverse=True)


def test_un_nom_reste_lisible_sur_chaque_nuance() -> None:
    for color in (*theme.SEQUENCE, theme.MISSING):
        assert theme.contrast(theme.ink_on(color), color) >= 4.5
    assert theme.contrast(theme.CHOSEN, theme.INK) >= 4.5


def drawn(values, maille="epci", **more):
    return maps.choropleth(
        maps.Mapped(maille, values, "Heures réalisées", hours, zero="aucune heure"), **more
    )


def fills(figure):
    """Les polygones teintés, sans ce qui éclaircit le dehors : couleur -> nombre d'anneaux."""
    return {
        trace.fillcolor: [value is None for value in trace.x].count(True) + 1
        for trace in figure.data
        if trace.type == "scatter" and trace.fill == "toself" and trace.fillcolor.startswith("#")
    }


def keys(figure):
    return [trace.name for trace in figure.data if trace.type == "bar"]


def targets(figure):
    return figure.data[-1]


def test_zero_n_est_pas_inconnu() -> None:
    figure = drawn({COVE: 4500.0, LMV: 0.0, GA: None})
    assert fills(figure) == {theme.shades(1)[0]: 1, theme.BACKGROUND: 1, theme.MISSING: 12}
    assert keys(figure) == ["plus de 0", "aucune heure", "non renseigné"]
    hatched = [
        trace for trace in figure.data if trace.type == "scatter" and trace.fillpattern.shape
    ]
    assert [trace.fillcolor for trace in hatched] == [theme.MISSING]
    said = dict(zip(targets(figure).customdata, targets(figure).hovertext, strict=True))
    assert said[f"epci:{COVE}"] == f"CoVe<br>4{THIN_SPACE}500{HARD_SPACE}h"
    assert said[f"epci:{LMV}"] == "Luberon Monts de Vaucluse<br>aucune heure"
    assert said[f"epci:{GA}"] == "Grand Avignon<br>non renseigné"


def test_cinq_classes_au_plus_zero_compris() -> None:
    codes = queries.contours("epci")["code"].to_list()
    values = {code: 10.0**place for place, code in enumerate(codes)}
    assert len(fills(drawn(values))) == 5
    assert len(fills(drawn({**values, COVE: 0.0}))) == 5
    names = keys(drawn(values))
    assert names[0].endswith("et plus") and names[-1].startswith("moins de")


@pytest.mark.parametrize(("maille", "rings"), [("epci", 14), ("structure", 4), ("commune", 151)])
def test_chaque_territoire_est_teinte_une_fois(maille: str, rings: int) -> None:
    codes = queries.contours(maille)["code"].to_list()
    inside = [code for code in codes if maille != "commune" or code.startswith("84")]
    figure = drawn({code: float(place % 7) for place, code in enumerate(inside)}, maille)
    assert sum(fills(figure).values()) == rings


def test_une_commune_hors_du_vaucluse_ne_manque_pas() -> None:
    everyone = {code: 5.0 for code in queries.contours("commune")["code"] if code[:2] == "84"}
    figure = drawn(everyone, "commune")
    assert "non renseigné" not in keys(figure)
    assert "commune:30351" not in targets(figure).customdata
    known = drawn({**everyone, "30351": 8.0}, "commune")
    assert "commune:30351" in targets(known).customdata


def test_ce_qui_n_a_pas_de_contour_ne_casse_rien() -> None:
    figure = drawn({COVE: 10.0, "inconnu": 90000.0, "hors_departement": None})
    assert keys(figure) == ["plus de 0", "non renseigné"]


def test_presser_designe_le_territoire_de_la_commune() -> None:
    points = targets(drawn({COVE: 1.0}))
    communes = queries.contours("commune")
    assert list(points.customdata) == [f"epci:{code}" for code in communes["epci"]]
    assert list(points.x) == communes["centre_lon"].to_list()
    assert picked([{"customdata": points.customdata[0]}]) == f"epci:{communes['epci'][0]}"
    assert points.marker.opacity == points.unselected.marker.opacity == 0
    # « skip » empêcherait de choisir ; les autres traces, elles, ne doivent pas répondre.
    assert points.hoverinfo != "skip"
    figure = drawn({COVE: 1.0}, choisi=f"epci:{COVE}", a_structures=True)
    assert {trace.hoverinfo for trace in figure.data[:-1]} == {"skip"}


def test_les_structures_n_ont_que_leurs_communes() -> None:
    points = targets(drawn({"CIE84": 1.0}, "structure"))
    counted = pl.Series(list(points.customdata)).value_counts()
    assert dict(counted.iter_rows()) == {
        "structure:CIE84": 78, "structure:ITV": 61, "structure:MLJGA": 19,
    }  # fmt: skip


def test_les_quartiers_prioritaires() -> None:
    figure = drawn({COVE: 1.0}, a_qpv=True)
    (places,) = [trace for trace in figure.data if trace.name and "prioritaire" in trace.name]
    assert len(places.x) == 23 and "approchée" in places.name
    assert "qpv:QN08404I" in places.customdata
    assert places.unselected.marker.opacity == 1


@pytest.mark.parametrize(
    ("choisi", "combien"),
    [("", 0), (f"epci:{COVE}", 2), ("commune:84007", 2), ("qpv:QN08404I", 0), ("epci:0", 0)],
)
def test_le_territoire_choisi_est_entoure(choisi: str, combien: int) -> None:
    plain, figure = drawn({COVE: 1.0}), drawn({COVE: 1.0}, choisi=choisi)
    assert len(figure.data) - len(plain.data) == combien
    named = [trace.name for trace in figure.data].count("territoire choisi")
    assert named == bool(combien)


def test_les_structures_se_tracent_a_leur_couleur() -> None:
    figure = drawn({COVE: 1.0}, a_structures=True)
    lines = [
        trace.line.color for trace in figure.data if (trace.name or "").startswith("territoir")
    ]
    assert lines == list(theme.STRUCTURES.values())


def test_le_dehors_est_eclairci_et_le_departement_par_dessus() -> None:
    figure = drawn({COVE: 1.0})
    order = [trace.fillcolor or f"trait {trace.line.width}" for trace in figure.data
             if trace.type == "scatter" and trace.mode == "lines"]  # fmt: skip
    faded, border = order.index("rgba(255,255,255,0.6)"), order.index("trait 2.6")
    assert faded < border
    outside = [trace for trace in figure.data if trace.type == "scatter"][faded]
    assert list(outside.x).count(None) + 1 == 25


def test_a_l_echelle_sans_reseau_et_credite() -> None:
    figure = drawn({COVE: 1.0})
    # À 44 degrés, un degré de longitude vaut 0,72 degré de latitude.
    assert figure.layout.yaxis.scaleratio == pytest.approx(1.39, abs=0.01)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert {trace.type for trace in figure.data} == {"scatter", "bar"}
    assert queries.CREDIT_CONTOURS in [one.text for one in figure.layout.annotations]
    (west, east), (south, north) = figure.layout.xaxis.range, figure.layout.yaxis.range
    frame = queries.contours("epci")
    lons, lats = frame["lon"].explode(), frame["lat"].explode()
    assert west < lons.min() and lons.max() < east
    assert south < lats.min() and lats.max() < north


def test_deux_fois_la_meme_figure() -> None:
    values = {COVE: 12.5, GA: 800.0}
    assert drawn(values, a_qpv=True).to_json() == drawn(values, a_qpv=True).to_json()
    assert len(drawn(values, a_qpv=True, a_structures=True, choisi=f"epci:{GA}").data) < 30


@pytest.mark.parametrize(
    ("values", "choisi", "expected"),
    [
        ({COVE: 4500.0, LMV: 0.0, GA: 9000.0, AMP: 12.0}, "",
         "Heures réalisées : en tête, Grand Avignon (9 000 h), CoVe (4 500 h) et Métropole AMP "
         "(Pertuis) (12 h) ; 1 territoire : aucune heure ; 10 territoires : non renseigné"),
        ({COVE: 4500.0}, f"epci:{LMV}",
         "Heures réalisées : Luberon Monts de Vaucluse : non renseigné ; en tête, CoVe (4 500 h) "
         "; 13 territoires : non renseigné"),
        ({}, "qpv:QN08404I",
         "Heures réalisées : aucun territoire au-dessus de zéro ; 14 territoires : non renseigné"),
    ],
)  # fmt: skip
def test_le_constat(values: dict[str, float], choisi: str, expected: str) -> None:
    _, told = theme.take_finding(drawn(values, choisi=choisi))
    assert told.replace(HARD_SPACE, " ").replace(THIN_SPACE, " ") == expected


def test_une_legende_venue_d_ailleurs_est_inerte() -> None:
    mapped = maps.Mapped("epci", {}, "<img src=x>", hours)
    assert "<img" not in maps.choropleth(mapped).layout.legend.title.text


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("CoVe", 5, ["CoVe"]),
        ("Luberon Monts de Vaucluse", 14 * LETTER_PX, ["Luberon Monts", "de Vaucluse"]),
        ("Luberon Monts de Vaucluse", 13 * LETTER_PX - 1, ["Luberon", "Monts de", "Vaucluse"]),
        ("Luberon Monts de Vaucluse", 99 * LETTER_PX, ["Luberon Monts de Vaucluse"]),
    ],
)
def test_plier_un_nom(words: str, width: float, lines: list[str]) -> None:
    assert fold(words, width) == lines


@pytest.mark.parametrize("maille", ["epci", "commune", "structure"])
def test_les_noms_ne_se_recouvrent_pas(maille: str) -> None:
    scale = (map_layers.PX_PER_LON, map_layers.PX_PER_LON * map_layers.RATIO)
    names = written_names(queries.contours(maille), *scale)
    assert len({one.code for one in names}) == len(names)
    boxes = []
    for one in names:
        lines = one.text.split("<br>")
        # « &#x27; » n'occupe qu'une lettre.
        wide = max(len(line.replace("&#x27;", "'")) for line in lines) * LETTER_PX / 2
        boxes.append((one.lon * scale[0], one.lat * scale[1], wide, len(lines) * LINE_PX / 2))
    for place, (x, y, wide, high) in enumerate(boxes):
        for other_x, other_y, other_wide, other_high in boxes[:place]:
            apart = abs(x - other_x) >= wide + other_wide or abs(y - other_y) >= high + other_high
            assert apart, names[place]


def test_les_noms_attendus() -> None:
    scale = (map_layers.PX_PER_LON, map_layers.PX_PER_LON * map_layers.RATIO)
    epci = {one.code: one.text for one in written_names(queries.contours("epci"), *scale)}
    assert len(epci) == 14 and epci[COVE] == "CoVe"
    # Pertuis est trop petite pour « Métropole AMP (Pertuis) » : le sigle y tient.
    assert epci[AMP] == "AMP"
    towns = {one.code for one in written_names(queries.contours("commune"), *scale)}
    # Avignon, Carpentras, Cavaillon, Orange : des repères, même à l'étroit.
    assert {"84007", "84031", "84035", "84087"} <= towns
    assert len(towns) < 60
