"""Un texte lu en lignes entières rend la même feuille que lu cellule par cellule."""

import json
import random

import polars as pl
import pytest

from data.read import sandbox
from data.read import text as lecteur
from data.read.encoding import decode
from data.read.exports import _sheet
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from data.read.plain import PlainText

VOCABULAIRE = frozenset({"nom", "heures"})
# Chaque morceau, et combien de fois il revient.
MORCEAUX = {
    ";": 27, ",": 3, "\t": 2, "|": 2, "\n": 18, "\r\n": 2, "\r": 1, '"': 2, '""': 0.3, "=": 0.3,
    '="': 0.2, "a": 9, "é": 5, "Nom": 3, "Heures": 2, "1": 5, "2,5": 3, " ": 3, "  ": 0.5,
    "\xa0": 0.3, "\u202f": 0.2, "#N/A": 0.2, "#": 0.2, "\x1c": 0.1, "\x0b": 0.1, "\x85": 0.1,
    "Ã©": 0.2, "Š": 0.2, "\x00": 0.1, "\ufeff": 0.05, "sep=;": 0.05, "\x1e": 0.1, "\x1f": 0.1,
    "日": 0.2, "\u2028": 0.1, "\t ": 0.2,
}  # fmt: skip
ENCODAGES = ("utf-8", "cp1252", "utf-16", "utf-8-sig")


def sheet_of(content: bytes) -> tuple[type, object]:
    """Rend qui a lu, puis la feuille ou le refus."""
    try:
        (grid,) = sandbox.read_content("a.csv", content, VOCABULAIRE)
    except FichierRefuse as refusal:
        return FichierRefuse, str(refusal)
    head, *lines = sandbox.to_lines([grid])
    found: Feuille = _sheet(json.loads(head)["sheets"][0], iter(lines))
    return type(grid), {**vars(found), "cells": (found.cells.schema, found.cells.rows())}


@pytest.mark.parametrize("graine", range(6))
def test_en_lignes_ou_par_cellule_la_feuille_est_la_meme(
    graine: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, read = random.Random(graine), []
    for _ in range(500):
        drawn = dice.choices(list(MORCEAUX), list(MORCEAUX.values()), k=dice.randint(1, 60))
        content = "".join(drawn).encode(dice.choice(ENCODAGES), "replace")
        how, swift = sheet_of(content)
        with monkeypatch.context() as slow:
            slow.setattr(lecteur, "plain_text", lambda *_: None)
            assert sheet_of(content)[1] == swift, content
        read.append(how)
    assert read.count(PlainText) > 100


def test_un_texte_ordinaire_se_lit_en_lignes() -> None:
    for content in (b"a;b\n1;2\n", b'a;b\n"x;y";2\n', "é\tb\r\n;2\r\n".encode("cp1252")):
        assert sheet_of(content)[0] is PlainText


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"caf\xe9;\xe0", "café;à"),
        (b"\xc3;\xa9", "Ã;©"),
        (b"\xc3\xa9;\xc3\xa0", "é;à"),
        (b"\xc3\xa9" * 9 + b"\xe9", "é" * 10),
        (b"\x80 5", "€ 5"),
    ],
)
def test_un_debut_et_sa_suite_separes_ne_font_pas_un_caractere(
    content: bytes, expected: str
) -> None:
    assert decode(content).text == expected


def test_les_lignes_passent_par_morceaux(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sheet_of(b"a;b\n" + b"1;\n;2\n" * 5)[1]
    for module in ("data.read.sandbox", "data.read.exports"):
        monkeypatch.setattr(f"{module}.MORCEAU", 3)
    assert sheet_of(b"a;b\n" + b"1;\n;2\n" * 5)[1] == whole
    assert isinstance(whole, dict) and len(whole["cells"][1]) == 11
    assert whole["cells"][0] == {"ligne": pl.Int64, "c0": pl.String, "c1": pl.String}
