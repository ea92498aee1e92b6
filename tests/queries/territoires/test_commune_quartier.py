"""Une commune ou un quartier choisi : ses lignes, son portrait, les autres lieux."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    COVE,
    GRAND_AVIGNON,
    contrat,
    day,
    fiche,
    heures,
    marche,
    values,
    write,
)

MONCLAR, SAINT_CHAMAND = "QN08402M", "QN08404I"


# La commune et le quartier
@pytest.fixture(scope="module")
def avignon(tmp_path_factory) -> Path:
    """Deux marchés à Avignon, un par quartier, et un à Carpentras."""
    return write(
        tmp_path_factory.mktemp("avignon"),
        marches=[
            marche("A", code_insee_travaux=AVIGNON, code_qpv_travaux=MONCLAR),
            marche("B", code_insee_travaux=AVIGNON),
            marche("C", code_insee_travaux=CARPENTRAS),
        ],
        participants=[
            fiche("a", code_insee_residence=CARPENTRAS),
            fiche("b", code_insee_residence=AVIGNON, code_qpv=SAINT_CHAMAND),
            fiche("c", code_insee_residence=AVIGNON),
        ],
        contrats=[contrat("a", "2023-01-02", numero_marche="A")],
        heures=[
            heures("a", "2023-01", 1, numero_marche="A"),
            heures("b", "2023-01", 10, numero_marche="B"),
            heures("c", "2023-01", 100, numero_marche="C"),
        ],
        actions=[
            {"structure": "CIE84", "date_action": day("2023-02-01"), "maitre_ouvrage": name,
             "nature_action": "accompagnement", "commune_epci": place}
            for name, place in (("Un", "Avignon"), ("Deux", "Grand Avignon"))
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected_hours", "donneurs"),
    [
        ({"commune": AVIGNON}, 11, 1),
        ({"commune": AVIGNON, "epci": GRAND_AVIGNON}, 11, 1),
        ({"epci": GRAND_AVIGNON}, 11, 2),
        ({"commune": AVIGNON, "epci": COVE}, 0, 0),
        ({"commune": AVIGNON, "axe": "residence"}, 110, 1),
        ({"commune": CARPENTRAS}, 100, 0),
        ({"commune": AVIGNON, "axe": "structure"}, 0, 0),
        ({"commune": CARPENTRAS, "axe": "structure"}, 111, 2),
        ({"qpv": MONCLAR}, 1, 0),
        ({"qpv": MONCLAR, "axe": "residence"}, 0, 0),
        ({"qpv": SAINT_CHAMAND, "axe": "residence"}, 10, 0),
        ({"qpv": SAINT_CHAMAND}, 0, 0),
        ({"qpv": MONCLAR, "commune": CARPENTRAS}, 0, 0),
    ],
    ids=lambda one: " ".join(one.values()) if isinstance(one, dict) else "",
)
def test_a_commune_or_a_quartier_chooses_lines(avignon, asked, expected_hours, donneurs):
    found = values(avignon, "chiffres_cles", "indicateur", "valeur", periode="2023", **asked)
    assert found["heures_realisees"] == expected_hours
    assert found["donneurs_ordre_accompagnes"] == donneurs


def test_a_quartier_has_no_actions_but_no_zero_either(avignon):
    found = values(avignon, "annexe_2", "cle", "valeur", periode="2023", qpv=MONCLAR)
    assert found["donneurs_ordre_contactes"] is None


@pytest.mark.parametrize("axe", ["acheteur", "structure"])
def test_a_quartier_is_no_seat(avignon, axe):
    with pytest.raises(queries.FiltreInvalide, match="lieu des travaux ou la résidence"):
        queries.run("chiffres_cles", avignon, qpv=MONCLAR, axe=axe)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"commune": "75056"}, "84007"),
        ({"commune": "Avignon"}, "code INSEE"),
        ({"qpv": "x"}, MONCLAR),
    ],
)
def test_an_unknown_place_is_refused_in_words(avignon, asked, said):
    with pytest.raises(queries.FiltreInvalide, match=said):
        queries.run("portrait", avignon, **asked)


def test_a_chosen_place_does_not_hide_the_others(avignon):
    asked = {"periode": "2023"}
    plain = queries.run("territoires_comparables", avignon, **asked)
    for more in ({"epci": COVE}, {"commune": AVIGNON}, {"qpv": MONCLAR}, {"bassin": "CLPE84001"}):
        assert queries.run("territoires_comparables", avignon, **asked, **more).equals(plain)


@pytest.mark.parametrize(
    ("asked", "nom", "maille"),
    [
        ({}, "Vaucluse", "departement"),
        ({"structure": "ITV"}, "Territoire d'ITV", "structure"),
        ({"bassin": "CLPE84002"}, "Grand Avignon", "bassin"),
        ({"epci": COVE, "structure": "CIE84"}, "CoVe", "epci"),
        ({"epci": GRAND_AVIGNON, "commune": AVIGNON}, "Avignon", "commune"),
        ({"commune": AVIGNON, "qpv": SAINT_CHAMAND}, "Saint Chamand", "qpv"),
        # Une commune de la métropole hors du Vaucluse : ses chiffres, sans rang.
        ({"commune": "13055"}, "Marseille", "commune"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_portrait_names_its_territory(avignon, asked, nom, maille):
    frame = queries.run("portrait", avignon, periode="2023", **asked)
    assert set(frame["nom"]) == {nom} and set(frame["maille"]) == {maille}
    assert (frame["rang"].null_count() < 7) == (nom in ("CoVe", "Avignon"))
    # ITV n'a rien transmis : inconnu.
    assert (frame["valeur"][0] is None) == (nom == "Territoire d'ITV")
