"""Une page imprimée sur A4 : ce qui s'y voit, et les feuilles d'un PDF."""

from __future__ import annotations

import re
import zlib

# A4 à 96 points par pouce, marges de la feuille de style (11 mm de chaque côté) ôtées.
A4_PT = (595, 842)
USEFUL_PX = round((210 - 22) / 25.4 * 96)
VISIBLE = """(selector) => [...document.querySelectorAll(selector)].filter(
    (one) => one.checkVisibility() && one.getBoundingClientRect().height > 0).length"""


def boxes(content: bytes) -> list[tuple[bytes, bytes]]:
    """Rend largeur et hauteur de chaque page, objets compressés compris."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    texts = [content]
    for one in packed:
        try:
            texts.append(zlib.decompress(one))
        except zlib.error:
            continue
    number = rb"([\d.]+)"
    pattern = rb"/MediaBox\s*\[\s*0\s+0\s+" + number + rb"\s+" + number + rb"\s*\]"
    return [found for text in texts for found in re.findall(pattern, text)]
