"""Les contours : les bons territoires, sans trou entre voisins, aux aires de la source."""

import json
import struct
from collections import Counter
from itertools import pairwise
from math import radians, sin
from pathlib import Path

import polars as pl
import pytest

import queries
from data.reference import ATTRIBUTION, contours, load, redraw
from data.reference.outlines import FILE, MAILLES, union, widest_place
from tests.support.places import SHARED

GEO = SHARED / "geo"
RAYON_KM = 6371.0
# Communes dessinées hors du Vaucluse (EPCI à cheval). Aix-Marseille-Provence n'a que Pertuis.
HORS_84 = {"248400251": 7, "200040681": 15, "200040624": 1, "200035723": 1, "248400335": 1}
SQUARE = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]


def moved(ring, lon, lat=0.0):
    return [(x + lon, y + lat) for x, y in ring]


def rings_of(row):
    """Les anneaux d'un territoire : un nul les sépare."""
    found = [[]]
    for lon, lat in zip(row["lon"], row["lat"], strict=True):
        if lon is None:
            found.append([])
        else:
            found[-1].append((lon, lat))
    return found


def area_km2(rings):
    """Aire sur la sphère, par trapèzes sous le sinus de la latitude : positive en sens horaire."""
    sides = [side for ring in rings for side in pairwise(ring)]
    return sum(
        radians(x2 - x1) * (sin(radians(y1)) + sin(radians(y2))) / 2 * RAYON_KM**2
        for (x1, y1), (x2, y2) in sides
    )


def is_inside(lon, lat, rings):
    """Compte les côtés au nord du point : impair dedans."""
    north = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (x1 > lon) != (x2 > lon):
                north += y1 + (lon - x1) * (y2 - y1) / (x2 - x1) > lat
    return north % 2 == 1


def test_les_communes_sont_les_bonnes() -> None:
    frame = contours("commune")
    assert frame["code"].n_unique() == frame.height == 151 + 25
    inside = frame.filter("est_dans_84")["code"].to_list()
    assert len(inside) == 151 and all(code.startswith("84") for code in inside)
    outside = frame.filter(~pl.col("est_dans_84"))
    assert dict(outside["epci"].value_counts().iter_rows()) == HORS_84


@pytest.mark.parametrize(
    ("maille", "combien"), [("commune", 176), ("epci", 14), ("structure", 3), ("departement", 1)]
)
def test_chaque_maille(maille: str, combien: int) -> None:
    frame = contours(maille)
    assert maille in MAILLES and frame.height == combien
    assert (
        frame["code"].is_sorted()
        and frame.drop("structure", strict=False).null_count().sum().sum_horizontal().item() == 0
    )
    assert queries.contours(maille).equals(frame)


def test_une_maille_inconnue_est_refusee() -> None:
    with pytest.raises(KeyError):
        contours("canton")


@pytest.mark.parametrize("maille", MAILLES)
def test_anneaux_propres(maille: str) -> None:
    for row in contours(maille).rows(named=True):
        for ring in rings_of(row):
            assert len(ring) >= 4 and ring[0] == ring[-1]
            assert all(one != other for one, other in pairwise(ring))
            assert all((round(x, 4), round(y, 4)) == (x, y) for x, y in ring)
            assert all(4.5 < x < 5.9 and 43.6 < y < 44.6 for x, y in ring)
            # Horaire, et sans trou : chaque anneau est un dehors.
            assert area_km2([ring]) > 0


def test_les_voisins_partagent_exactement_leur_limite() -> None:
    sides = Counter(
        side
        for row in contours("commune").rows(named=True)
        for ring in rings_of(row)
        for side in pairwise(ring)
    )
    assert set(sides.values()) == {1}
    shared = sum((end, start) in sides for start, end in sides)
    assert shared > 4000
    # Ce qui n'est pas partagé est le bord : il se referme en deux anneaux, sans trou.
    alone = [side for side in sides if side[::-1] not in sides]
    assert Counter(start for start, _ in alone) == Counter(end for _, end in alone)
    around = union(ring for row in contours("commune").rows(named=True) for ring in rings_of(row))
    assert len(around) == 2 and sum(len(ring) - 1 for ring in around) == len(alone)


def test_l_aire_d_un_territoire_est_celle_de_ses_communes() -> None:
    communes = contours("commune").rows(named=True)
    for maille in ("epci", "structure"):
        for row in contours(maille).rows(named=True):
            own = [ring for one in communes if one[maille] == row["code"] for ring in rings_of(one)]
            assert area_km2(rings_of(row)) == pytest.approx(area_km2(own), rel=1e-9)


def test_aires_officielles() -> None:
    """INSEE : le Vaucluse fait 3 567 km², Avignon 64,8, Bollène 54,0 ; l'enclave est à part."""
    department = rings_of(contours("departement").row(0, named=True))
    assert area_km2(department) == pytest.approx(3567, rel=0.01)
    assert len(department) == 2
    communes = {row["code"]: row for row in contours("commune").rows(named=True)}
    assert area_km2(rings_of(communes["84007"])) == pytest.approx(64.8, rel=0.03)
    assert area_km2(rings_of(communes["84019"])) == pytest.approx(54.0, rel=0.03)


def _source(name: str) -> dict[str, float]:
    path = GEO / name
    if not path.exists():
        pytest.skip("dossier ../shared absent : les aires ne sont pas comparées à la source")
    features = json.loads(path.read_text("utf-8"))["features"]
    return {one["id"]: area_km2(one["geometry"]["coordinates"]) for one in features}


@pytest.mark.parametrize(
    ("name", "maille", "part", "km2"),
    # Vingt hectares : deux communes de moins de 6 km² sont dessinées autrement.
    [("communes_leger.geojson", "commune", 0.03, 0.2), ("epci.geojson", "epci", 0.01, 0)],
)
def test_aires_comme_la_source(name: str, maille: str, part: float, km2: float) -> None:
    expected = _source(name)
    ours = {row["code"]: area_km2(rings_of(row)) for row in contours(maille).rows(named=True)}
    assert set(ours) == set(expected)
    far = {
        code: (size, expected[code])
        for code, size in ours.items()
        if size != pytest.approx(expected[code], rel=part, abs=km2)
    }
    assert not far


@pytest.mark.parametrize("maille", MAILLES)
def test_le_nom_s_ecrit_dans_son_territoire(maille: str) -> None:
    for row in contours(maille).rows(named=True):
        rings, half = rings_of(row), row["largeur"] / 2
        assert half > 0
        for share in (-0.99, 0, 0.99):
            assert is_inside(row["nom_lon"] + share * half, row["nom_lat"], rings), row["nom"]


def test_le_centre_d_une_commune_est_dedans() -> None:
    for row in contours("commune").rows(named=True):
        assert is_inside(row["centre_lon"], row["centre_lat"], rings_of(row)), row["nom"]


def test_les_quartiers_sont_dans_leur_epci() -> None:
    places = queries.quartiers()
    assert places.columns == ["code", "nom", "commune", "lon", "lat"] and places.height == 23
    epci_of = dict(load()["ref_qpv"].select("code", "epci").iter_rows())
    rings = {row["code"]: rings_of(row) for row in contours("epci").rows(named=True)}
    outside = [
        code
        for code, lon, lat in places.select("code", "lon", "lat").iter_rows()
        if not is_inside(lon, lat, rings[epci_of[code]])
    ]
    assert not outside


@pytest.mark.parametrize(
    ("rings", "aires"),
    [
        ([SQUARE], [1]),
        ([SQUARE, moved(SQUARE, 1)], [2]),
        ([SQUARE, moved(SQUARE, 3)], [1, 1]),
        # Deux carrés qui se touchent par un coin ne se mélangent pas.
        ([SQUARE, moved(SQUARE, 1, 1)], [1, 1]),
        # Huit carrés autour d'un vide : le vide reste, dans l'autre sens.
        ([moved(SQUARE, x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)], [9, -1]),
    ],
    ids=["seul", "voisins", "écartés", "par un coin", "autour d'un vide"],
)
def test_reunir(rings: list, aires: list[int]) -> None:
    def flat(ring):
        return sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(ring))

    found = union(rings)
    assert sorted(flat(ring) for ring in found) == sorted(aires)
    assert all(ring[0] == ring[-1] for ring in found)


def test_la_place_d_un_nom_dans_un_l() -> None:
    """Un L : la branche du bas est la plus large ; le centre de gravité serait dans le coin."""
    ring = [(0, 0), (0, 10), (1, 10), (1, 5), (8, 5), (8, 0), (0, 0)]
    lon, lat, width = widest_place(ring)
    assert (lon, width) == (4, 8) and 1 < lat < 4


def test_le_fichier_dit_sa_source_et_reste_leger() -> None:
    assert json.loads(FILE.read_text("utf-8"))["attribution"] == ATTRIBUTION
    assert FILE.stat().st_size < 250_000
    assert (
        queries.CREDIT_CONTOURS == ATTRIBUTION == "Contours © IGN ADMIN EXPRESS (Licence Ouverte)"
    )


def wkb(rings, order="<"):
    head = struct.pack(f"{order}BII", order == "<", 3, len(rings))
    return head + b"".join(
        struct.pack(f"{order}I{2 * len(ring)}d", len(ring), *[n for point in ring for n in point])
        for ring in rings
    )


def wkb_multi(polygons, order="<"):
    parts = b"".join(wkb(rings, order) for rings in polygons)
    return struct.pack(f"{order}BII", order == "<", 6, len(polygons)) + parts


@pytest.mark.parametrize("order", ["<", ">"])
def test_lire_une_geometrie(order: str) -> None:
    hole = [(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.2, 0.2)]
    other = moved(SQUARE, 5)
    assert redraw.exterior_rings(wkb([SQUARE, hole], order)) == [SQUARE]
    assert redraw.exterior_rings(wkb_multi([[SQUARE, hole], [other]], order)) == [SQUARE, other]


@pytest.mark.parametrize("raw", [struct.pack("<BII", 1, 1, 0), wkb([SQUARE]) + b"\0"])
def test_une_geometrie_inattendue_est_refusee(raw: bytes) -> None:
    with pytest.raises(ValueError, match="WKB"):
        redraw.exterior_rings(raw)


def test_ranger_un_anneau() -> None:
    turned = [(0.00004, 0.0), (1.00004, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    assert redraw.tidy(turned) == [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]


def test_refaire_le_fichier(tmp_path: Path) -> None:
    codes = sorted(redraw.drawn_communes())
    assert len(codes) == 176
    rows = [
        {"code": code, "geometry": wkb_multi([[moved(SQUARE, rank)]]).hex()}
        for rank, code in enumerate(codes)
    ]
    abroad = {"code": "01001", "geometry": ""}
    redraw.write([abroad, *rows[::-1]], tmp_path / "refait.geojson")
    made = json.loads((tmp_path / "refait.geojson").read_text("utf-8"))
    assert [one["id"] for one in made["features"]] == codes
    assert made["features"][2]["geometry"]["coordinates"] == [
        [[list(point) for point in moved(SQUARE, 2)]]
    ]
    with pytest.raises(ValueError, match=codes[0]):
        redraw.write(rows[1:], tmp_path / "incomplet.geojson")
