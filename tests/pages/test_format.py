"""L'écriture française des nombres, des dates et des mots."""

from datetime import date
from decimal import Decimal

import pytest

from pages.shared.words import formatting as written
from pages.shared.words.labels import cell

FINE, DURE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (126550, 0, f"126{FINE}550"),
        (1234567.891, 1, f"1{FINE}234{FINE}567,9"),
        (0, 0, "0"),
        (-3.2, 1, "\u22123,2"),
        (-0.2, 0, "0"),
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (1.05, 1, "1,1"),
        (Decimal("10.005"), 2, "10,01"),
        (None, 0, "non renseigné"),
        (float("nan"), 0, "non renseigné"),
    ],
)
def test_nombre(value, decimals, expected):
    assert written.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, f"0{DURE}marché"),
        (1, f"1{DURE}marché"),
        (1.5, f"2{DURE}marchés"),
        (2, f"2{DURE}marchés"),
    ],
)
def test_pluriel(value, expected):
    assert written.counted(value, "marché") == expected


def test_pluriel_irregulier_et_inconnu():
    assert written.counted(3, "mois", "mois") == f"3{DURE}mois"
    assert written.counted(None, "marché") == "non renseigné"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 9, 30), "30 septembre 2026"),
        (date(2024, 1, 1), "1er janvier 2024"),
        (None, "non renseigné"),
    ],
)
def test_jour(value, expected):
    assert written.day(value) == expected


def test_mois():
    assert written.month("2023-08") == "août 2023"
    assert written.month(date(2024, 2, 1)) == "février 2024"
    assert written.short_month("2024-02") == "févr."
    assert written.month(None) == "non renseigné"


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (["2023-01", "2023-12"], "en 2023"),
        (["2023-01", "2023-06"], "de janvier à juin 2023"),
        (["2023-04"], "en avril 2023"),
        (["2022-01", "2025-12"], "de 2022 à 2025"),
        (["2022-11", "2023-02"], "de novembre 2022 à février 2023"),
    ],
)
def test_suite_de_mois(months, expected):
    assert written.span(months) == expected


@pytest.mark.parametrize(
    ("now", "before", "unit", "expected"),
    [
        (126550, 117176, "%", f"+8{DURE}%"),
        (90, 100, "%", f"\u221210{DURE}%"),
        (1004, 1000, "%", "stable"),
        (51.3, 54.0, "points", f"\u22122,7{DURE}points"),
        (54.0, 52.1, "points", f"+1,9{DURE}point"),
        (10, 0, "%", None),
        (None, 3, "%", None),
        (3, None, "%", None),
    ],
)
def test_evolution(now, before, unit, expected):
    assert written.change(now, before, unit) == expected


def test_enumeration():
    assert written.join_words(["CIE 84", "ITV", "MLJGA"]) == "CIE 84, ITV et MLJGA"
    assert written.join_words(["ITV"]) == "ITV"
    assert written.join_words([]) == ""


@pytest.mark.parametrize("sink", ["html", "plotly", "markdown"])
@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=http://ailleurs.example/x.png onerror=alert(1)>",
        "<a href='javascript:alert(1)'>Mairie</a>",
        "![pixel](http://ailleurs.example/p.png)",
        "\x00\x1b[31mrouge",
    ],
)
def test_texte_importe_inerte(hostile, sink):
    safe = written.escape(hostile, sink)
    assert "\x00" not in safe and "\x1b" not in safe
    if sink == "markdown":
        assert "![" not in safe and "](" not in safe.replace("\\]\\(", "")
        assert "<" not in safe.replace("\\<", "")
    else:
        assert "<" not in safe and ">" not in safe


@pytest.mark.parametrize("sink", ["html", "plotly", "markdown"])
@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\U000e0041"])
def test_un_caractere_de_mise_en_forme_ne_va_pas_a_l_ecran(mark, sink):
    assert mark not in written.escape(f"Mairie{mark}d'Apt", sink)


def test_nom_de_fichier():
    assert written.slug("Bénéficiaires par âge & niveau") == "beneficiaires-par-age-niveau"


def test_une_cellule_vide_dit_ce_qui_n_est_pas_fixe():
    said = {name: cell(name, None) for name in ("objectif", "date_attendue", "epci", "heures")}
    expected = {"objectif": "non fixé", "date_attendue": "non fixée", "epci": ""}
    assert said == {**expected, "heures": "non renseigné"}
    # Zéro n'est pas l'absence d'objectif.
    assert cell("objectif", 0.0) == "0"
