"""D'une cellule de texte à une valeur : chaque forme lue dans un vrai fichier, et ses bornes."""

from datetime import date

import polars as pl
import pytest

from data.check import identifiers, values
from data.check.values import age_on
from data.recognize import date_in_name
from data.recognize.filename import structure_in_name, year_in_name
from data.words import month_of


def one(read, text, *more):
    return pl.DataFrame({"texte": [text]}, schema={"texte": pl.String}).select(
        read(pl.col("texte"), *more)
    ).item()  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("57", 57.0),
        ("57,00", 57.0),
        ("57.25", 57.25),
        ("1 234,50", 1234.5),
        ("1\u00a0234,50", 1234.5),
        ("1\u202f234,50 h", 1234.5),
        ("1\u2009234", 1234.0),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1.234.567,5", 1234567.5),
        ("12 345,67 €", 12345.67),
        ("151h40", 151.6667),
        ("151:40", 151.6667),
        ("151:40:00", 151.6667),
        ("-1h30", -1.5),
        ("57 h", 57.0),
        ("57 heures", 57.0),
        ("103 %", 103.0),
        ("12 mois", 12.0),
        ("-62,5", -62.5),
        ("−62,5", -62.5),
        ("–62,5", -62.5),
        ("+5", 5.0),
        (",5", 0.5),
        ("5,", 5.0),
        ("0", 0.0),
        ("1h60", None),
        ("12O", None),
        ("1,2,3", None),
        ("1e5", None),
        ("inf", None),
        ("nan", None),
        ("NC", None),
        ("h", None),
        (None, None),
    ],
)
def test_nombre(text, expected):
    assert one(values.number, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20/01/2024", date(2024, 1, 20)),
        ("20-01-2024", date(2024, 1, 20)),
        ("20.01.2024", date(2024, 1, 20)),
        ("5/3/24", date(2024, 3, 5)),
        ("2024-01-20", date(2024, 1, 20)),
        ("2024-01-20 08:30:00", date(2024, 1, 20)),
        ("20/01/2024 00:00:00", date(2024, 1, 20)),
        ("2024-01-20T08:30:00", date(2024, 1, 20)),
        ("20240120", date(2024, 1, 20)),
        ("20-janv-24", date(2024, 1, 20)),
        ("20 janvier 2024", date(2024, 1, 20)),
        ("1er févr. 2024", date(2024, 2, 1)),
        ("15 Août 2024", date(2024, 8, 15)),
        ("lundi 4 mars 2024", date(2024, 3, 4)),
        ("Mar. 05/03/2024", date(2024, 3, 5)),
        ("mer, le 6 mars 2024", date(2024, 3, 6)),
        ("mars 2024", None),
        ("45311", date(2024, 1, 20)),
        ("45311.5", date(2024, 1, 20)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2023", None),
        ("31/04/2024", None),
        ("00/01/2024", None),
        ("01/13/2024", None),
        ("01/01/1899", None),
        ("31/12/2100", date(2100, 12, 31)),
        ("01/01/2101", None),
        ("6999", None),
        ("demain", None),
        ("2024", None),
        (None, None),
    ],
)
def test_date(text, expected):
    assert one(values.date, text, 2046) == expected


@pytest.mark.parametrize(
    ("text", "latest", "expected"),
    [
        ("01/01/16", 2016, date(2016, 1, 1)),
        ("01/01/17", 2016, date(1917, 1, 1)),
        ("01/01/46", 2046, date(2046, 1, 1)),
        ("01/01/47", 2046, date(1947, 1, 1)),
    ],
)
def test_annee_sur_deux_chiffres_ne_depasse_pas_la_derniere_possible(text, latest, expected):
    assert one(values.date, text, latest) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("03/18/2024", True), ("12/13/2024", True), ("13/12/2024", False), ("12/12/2024", False),
     ("32/13/2024", False), ("2024-03-18", False), (None, False)],
)  # fmt: skip
def test_mois_avant_jour(text, expected):
    assert one(values.is_month_first, text) is expected


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("3", 2024, date(2024, 3, 1)),
        ("03", 2024, date(2024, 3, 1)),
        ("3.0", 2024, date(2024, 3, 1)),
        ("Mars", 2024, date(2024, 3, 1)),
        ("Févr.", 2024, date(2024, 2, 1)),
        ("AOÛT", 2024, date(2024, 8, 1)),
        ("déc.", 2024, date(2024, 12, 1)),
        ("janv-24", None, date(2024, 1, 1)),
        ("sept. 2024", None, date(2024, 9, 1)),
        ("03/2024", None, date(2024, 3, 1)),
        ("2024-03", None, date(2024, 3, 1)),
        ("15/03/2024", None, date(2024, 3, 1)),
        ("2024-03-01", 2019, date(2024, 3, 1)),
        ("45352", None, date(2024, 3, 1)),
        ("13", 2024, None),
        ("0", 2024, None),
        ("3", None, None),
        ("Mars", None, None),
        ("13/2024", None, None),
        ("3", 20240101, None),
        ("3", -5, None),
    ],
)
def test_mois(text, year, expected):
    frame = pl.DataFrame({"t": [text], "a": [year]}, schema={"t": pl.String, "a": pl.Int64})
    assert frame.select(values.month(pl.col("t"), pl.col("a"), 2026)).item() == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Janv.", (1, None)), ("FEVRIER", (2, None)), ("Heures mars", (3, None)),
        ("01/2024", (1, 2024)), ("1/24", (1, 2024)), ("janv-24", (1, 2024)),
        ("2024-02-01", (2, 2024)), ("2024-02", (2, 2024)), ("Déc. 2025", (12, 2025)),
        ("Total", None), ("13/2024", None), ("Mois", None), ("2024", None), ("N° lot", None),
    ],
)  # fmt: skip
def test_intitule_de_mois(heading, expected):
    assert month_of(heading) == expected


def luhn(code: str) -> bool:
    """La clé, calculée autrement : de droite à gauche, chiffre par chiffre."""
    total = 0
    for rank, figure in enumerate(reversed(code)):
        number = int(figure) * (2 if rank % 2 else 1)
        total += number // 10 + number % 10
    return total % 10 == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90000101000009", "90000101000009"),
        ("900 001 010 00009", "90000101000009"),
        ("90000101000009.0", "90000101000009"),
        ("5000303000009", "05000303000009"),
        ("555078800011", "00555078800011"),
        ("90000101000008", None),
        ("9000010100000", None),
        ("552081317", None),  # un SIREN juste, précédé de zéros, aurait une clé juste
        ("0552081317", None),
        ("3,56E+13", None),
        ("900001010000090", None),
        ("inconnu", None),
        ("35600000000048", "35600000000048"),
        ("35600000049837", "35600000049837"),
        ("35600000049838", None),
        (None, None),
    ],
)
def test_siret(text, expected):
    assert one(identifiers.siret, text) == expected
    if expected:
        la_poste = expected.startswith("356000000") and sum(map(int, expected)) % 5 == 0
        assert luhn(expected) or la_poste


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3,56E+13", True), ("3.56e13", True), ("35600000000048", False), ("E13", False),
     (None, False)],
)  # fmt: skip
def test_notation_scientifique(text, expected):
    assert one(identifiers.is_scientific, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("84031", "84031"), ("1053", "01053"), ("1053.0", "01053"), ("2a004", "2A004"),
     ("84 031", "84031"), ("84", None), ("403", None), ("840310", None), ("ABCDE", None)],
)  # fmt: skip
def test_code_insee(text, expected):
    assert one(identifiers.insee, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Oui", True), ("OUI ", True), ("o", True), ("X", True), ("1", True), ("Vrai", True),
     ("Non", False), ("n", False), ("0", False), ("FAUX", False), ("", None), (None, None),
     ("peut-être", None), ("ouii", None)],
)  # fmt: skip
def test_oui_non_vide_est_inconnu(text, expected):
    assert one(values.yes_no, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  a\u00a0 b\n", "a b"), ("", None), (" \u202f", None), ("-", None), ("—", None),
     ("- 5", "- 5"), ("a-b", "a-b"), (None, None)],
)  # fmt: skip
def test_texte_simple(text, expected):
    assert one(values.plain, text) == expected


def test_age_revolu_pour_tous_les_jours_de_deux_annees():
    births = [date(2000, 2, 29), date(1990, 1, 31), date(1985, 8, 15), date(1970, 12, 31)]
    days = pl.date_range(date(2023, 1, 1), date(2024, 12, 31), "1d", eager=True)
    frame = pl.DataFrame({"jour": days}).join(pl.DataFrame({"ne": births}), how="cross")
    found = frame.select(age_on(pl.col("jour"), pl.col("ne"))).to_series().to_list()
    expected = [
        day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        for day, born in frame.iter_rows()
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "structure", "day", "year"),
    [
        ("Export_Heures_CIE84_2024_20260930.csv", "CIE84", date(2026, 9, 30), 2024),
        ("heures-itv-2024-06-30.xlsx", "ITV", date(2024, 6, 30), None),
        ("Heures_20230101_20231231_MLJGA.csv", "MLJGA", date(2023, 12, 31), None),
        ("Heures CIE 84 2023-S1.csv", "CIE84", None, 2023),
        ("Heures_2023-2024.csv", "", None, None),
        ("Export_20261399.csv", "", None, None),
        ("activite.csv", "", None, None),
        ("12345678.csv", "", None, None),
    ],
)
def test_ce_que_dit_un_nom_de_fichier(name, structure, day, year):
    assert (structure_in_name(name), date_in_name(name), year_in_name(name)) == (
        structure, day, year,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.0", True), ("0.0", False), ("✓", True), ("☑", True), ("☒", True), ("☐", False),
     ("✔\ufe0f", True), ("✗", None), ("2.0", None), ("10", None)],
)  # fmt: skip
def test_oui_non_coche_ou_reexporte(text, expected):
    assert one(values.yes_no, text) is expected
