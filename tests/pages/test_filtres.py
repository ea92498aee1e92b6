"""Les filtres communs : ce qu'une adresse veut dire, et l'adresse qu'une vue donne."""

import pytest

from pages.shared.frame.filters import (
    Filters,
    Options,
    file_slug,
    period_label,
    read_address,
    sentence,
    when,
)

OPTIONS = Options(
    annees=(2026, 2025, 2024, 2023, 2022),
    structures={"CIE84": "CIE 84", "ITV": "ITV", "MLJGA": "MLJGA"},
    bassins={"CLPE84002": "Grand Avignon"},
    epci={"248400053": "CoVe", "200040442": "Luberon Monts de Vaucluse"},
    periode="2025",
)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({}, Filters("2025")),
        ({"periode": "2023"}, Filters("2023")),
        ({"annee": "2023"}, Filters("2023")),
        ({"periode": "2023-S1"}, Filters("2023-S1")),
        ({"periode": "2023-T4"}, Filters("2023-T4")),
        ({"periode": "convention"}, Filters("convention")),
        ({"periode": "tout"}, Filters("tout")),
        (
            {"periode": "2023", "epci": "248400053", "axe": "residence", "structure": "CIE84"},
            Filters("2023", structure="CIE84", epci="248400053", axe="residence"),
        ),
        ({"bassin": "CLPE84002"}, Filters("2025", bassin="CLPE84002")),
        ({"inconnu": "x", "embed": "true"}, Filters("2025")),
    ],
)
def test_adresse_lue(address, expected):
    reading = read_address(address, OPTIONS)
    assert reading.filters == expected
    assert reading.ignored == ()


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ({"periode": "2019"}, "période"),
        ({"periode": "2023-S3"}, "période"),
        ({"periode": "2023-T5"}, "période"),
        ({"periode": "<script>"}, "période"),
        ({"epci": "999"}, "EPCI"),
        ({"structure": "cie84"}, "structure"),
        ({"axe": "lune"}, "territoire"),
        ({"bassin": "x"}, "bassin d'emploi"),
    ],
)
def test_valeur_inconnue_ignoree_et_dite(address, word):
    reading = read_address(address, OPTIONS)
    assert reading.filters == Filters("2025")
    (phrase,) = reading.ignored
    assert word in phrase
    assert not any(value in phrase for value in address.values())


@pytest.mark.parametrize(
    "filters",
    [
        Filters("2025"),
        Filters("2023-T3", structure="ITV"),
        Filters("tout", epci="248400053", axe="acheteur"),
        Filters("convention", bassin="CLPE84002"),
    ],
)
def test_lien_envoye_rend_la_meme_vue(filters):
    assert read_address(filters.address(), OPTIONS).filters == filters


def test_adresse_sans_valeurs_par_defaut():
    assert Filters("2025").address() == {"periode": "2025"}
    assert Filters("2025").arguments() == {"periode": "2025", "axe": "travaux"}


@pytest.mark.parametrize(
    ("filters", "words", "slug"),
    [
        (
            Filters("2023", epci="248400053"),
            "2023 · CoVe · lieu des travaux",
            "2023_cove",
        ),
        (
            Filters("2023-S1"),
            "1er semestre 2023 · tout le Vaucluse · lieu des travaux",
            "2023-s1_vaucluse",
        ),
        (
            Filters("tout", structure="CIE84", axe="residence"),
            "toutes les données · CIE 84 · résidence des personnes",
            "tout_cie-84_residence",
        ),
    ],
)
def test_filtres_en_une_phrase_et_en_nom_de_fichier(filters, words, slug):
    assert sentence(filters, OPTIONS) == words
    assert file_slug(filters, OPTIONS) == slug


def test_periodes_dites():
    assert period_label("2023-T2") == "2e trimestre 2023"
    assert period_label("convention") == "ensemble de la convention"
    assert when("2023") == "en 2023"
    assert when("2023-S2") == "au 2d semestre 2023"


def test_annee_et_partie():
    assert (Filters("2023-S1").annee, Filters("2023-S1").part) == (2023, "S1")
    assert (Filters("tout").annee, Filters("tout").part) == (None, "")
