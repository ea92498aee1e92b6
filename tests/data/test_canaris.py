"""Cent mots plantés là où personne ne les attend : aucun n'est gardé, redit ni demandé.

Tous ceux d'une sorte d'export vont dans un seul import ; `python tests/mesures/canaris.py` les
plante un à un.
"""

from __future__ import annotations

import pytest

from tests.support.canaris import LIEUX, canaris
from tests.support.plantations import CLASSEUR, leaks

ENTETE, APPRIS = ("sans en-tête",), ("correspondance : intitulé", "correspondance : valeur")
A_PART = {*ENTETE, *APPRIS, *CLASSEUR}


def groups() -> dict[str, list]:
    """Les plantations de chaque import : par sorte d'export, puis ce qui ne va pas ensemble."""
    around = [one for one in canaris() if one.lieu not in LIEUX[one.sorte]]
    found = {
        sorte: [one for one in canaris() if one.sorte == sorte and one.lieu in LIEUX[sorte]]
        for sorte in LIEUX
    }
    found["autour"] = [one for one in around if one.lieu not in A_PART]
    for places in (ENTETE, APPRIS, CLASSEUR):
        found[places[0]] = [one for one in around if one.lieu in places]
    return found


def test_chaque_canari_est_dans_un_import():
    assert sorted(one.mot for each in groups().values() for one in each) == sorted(
        one.mot for one in canaris()
    )


@pytest.mark.parametrize("planted", groups().values(), ids=groups())
def test_aucun_mot_plante_ne_se_retrouve(planted, tmp_path):
    _, found = leaks(planted, tmp_path)
    said = {f"{one.canari.genre}, {one.canari.lieu} : {one.trouve_dans}" for one in found}
    assert sorted(said) == []
    if planted[0].lieu in ENTETE:
        assert not (tmp_path / "magasin" / "CURRENT").exists(), "sans en-tête, rien n'est importé"
    else:
        assert (tmp_path / "magasin" / "CURRENT").is_file(), "il y a à fouiller"
