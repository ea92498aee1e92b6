"""Les dates d'un fichier de DECP : instants, veilles, nombres comptés depuis 1970, rien."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.support.contrats_decp import document, one, record
from tests.support.fabrique import messages


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-12+01:00", date(2024, 3, 12)),
        ("2018-12-17+01:00", date(2018, 12, 17)),
        ("2024-03-12Z", date(2024, 3, 12)),
        ("2023-12-31T23:00:00Z", date(2024, 1, 1)),
        ("2023-12-31T23:00:00.000Z", date(2024, 1, 1)),
        ("2024-06-30T22:00:00+00:00", date(2024, 7, 1)),
        ("2024-06-30T22:00:00+0000", date(2024, 7, 1)),
        ("2024-01-01T00:30:00+01:00", date(2024, 1, 1)),
        ("2024-01-01T00:30:00+05:00", date(2023, 12, 31)),
        ("2023-12-31 23:00:00 UTC", date(2024, 1, 1)),
        ("2024-06-30T22:00Z", date(2024, 7, 1)),
        ("2024-06-30T21:59:59Z", date(2024, 6, 30)),
        ("2024-03-31T01:30:00+01:00", date(2024, 3, 31)),
        ("2024-05-15T08:30:00", date(2024, 5, 15)),
    ],
)
def test_un_instant_est_le_jour_de_paris(written, day):
    found = one(document(record(dateNotification=written)))
    assert found.rows["date_notification"].to_list() == [day]


def test_un_contrat_sans_date_est_compte():
    found = one(document(record(dateNotification="bientôt"), record(id="N2")))
    said = [text for line, _, text in messages(found) if line is None]
    assert found.lignes["retenues"] == 2
    assert any(text.startswith("1 contrat sans date") for text in said)


def test_des_dates_de_la_veille_dans_toute_la_colonne():
    found = one(document(
        record(dateNotification="2023-12-31T23:00:00"),
        record(id="N2", dateNotification="2024-06-30T22:00:00"),
    ))  # fmt: skip
    assert found.rows["date_notification"].to_list() == [date(2024, 1, 1), date(2024, 7, 1)]
    assert any("veille" in text for _, _, text in messages(found))


def test_une_veille_isolee_est_signalee():
    found = one(document(
        record(dateNotification="2023-12-31T23:00:00"), record(id="N2"),
    ))  # fmt: skip
    assert found.rows["date_notification"].to_list() == [date(2023, 12, 31), date(2024, 5, 15)]
    assert [(line, "peut-être la veille" in text) for line, _, text in messages(found)] == [
        (1, True)
    ]


def milliseconds(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize("write", [int, str, float], ids=["nombre", "texte", "à virgule"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris"])
@pytest.mark.parametrize(("unit", "scale"), [("millisecondes", 1), ("secondes", 1000)])
def test_des_dates_comptees_depuis_1970_se_lisent_et_se_disent(write, zone, unit, scale):
    days = [date(2024, 1, 15), date(2024, 7, 2), date(2023, 12, 31)]
    found = one(document(*(
        record(id=f"N{rank}", dateNotification=write(milliseconds(str(day), zone) // scale))
        for rank, day in enumerate(days)
    )))  # fmt: skip
    assert found.rows["date_notification"].to_list() == days
    told = [(line, text) for line, column, text in messages(found) if column == "dateNotification"]
    assert [line for line, _ in told] == [1, 2, 3]
    assert all(f"compte des {unit} depuis" in text for _, text in told)


def test_des_nombres_parmi_de_vraies_dates_ne_se_lisent_pas_et_se_disent():
    counted = record(dateNotification=milliseconds("2024-01-15"))
    found = one(document(counted, record(id="N2")))
    assert found.rows["date_notification"].to_list() == [None, date(2024, 5, 15)]
    told = [text for _, _, text in messages(found)]
    assert any("illisible" in text for text in told)
    assert any(text.startswith("1 contrat sans date") for text in told)
