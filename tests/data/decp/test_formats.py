"""Chaque écriture des DECP, de son échantillon inventé aux lignes de la table."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from data.columns import COLUMNS
from data.decp.contracts import Contract
from data.formats import formats
from data.formats.decp import FORMAT, REQUIRED, sources
from data.formats.decp.dataeco import without_sentinels
from data.schema import table_schema
from tests.support.contrats_decp import (
    AVIGNON,
    CARPENTRAS,
    DEPARTEMENT,
    DEUX,
    ETAT,
    SDIS,
    TROIS,
    UN,
    tabular,
)
from tests.support.fabrique import JOUR, messages, prepared
from tests.support.places import EXPORTS

CLAUSE = "Clause sociale, Critère social"
VUES = ("ligne", "type_contrat", "numero", "acheteur_siret", "titulaire_id", "date_notification",
        "montant_eur", "duree_mois", "modification_id", "donnees_actuelles",
        "considerations_sociales")  # fmt: skip
TABULAIRE = [
    (2, "marche", "2024M01", AVIGNON, UN, date(2024, 11, 4), "120000.50", 12, 0, False, CLAUSE),
    (3, "marche", "2024M01", AVIGNON, DEUX, date(2024, 11, 4), "120000.50", 12, 0, False, CLAUSE),
    (4, "marche", "2024M01", AVIGNON, UN, date(2025, 2, 10), "131000.00", 12, 1, True, CLAUSE),
    (5, "marche", "24-07", SDIS, TROIS, date(2024, 12, 2), "88000.00", 12, 0, True, "Sans objet"),
    (6, "marche", "E1", ETAT, "FR32918951849", date(2024, 10, 1), "56000.00", 12, None, True, None),
]
DATAECO = [
    (2, "marche", "C-1", CARPENTRAS, UN, date(2025, 1, 6), "64000.00", 24, 0, True,
     "['Clause sociale']"),
    (2, "marche", "C-1", CARPENTRAS, DEUX, date(2025, 1, 6), "64000.00", 24, 0, True,
     "['Clause sociale']"),
    (3, "marche", "C-2", CARPENTRAS, UN, date(2024, 6, 3), "80000.00", 24, 0, False, "MQ NC"),
    (3, "marche", "C-2", CARPENTRAS, TROIS, date(2025, 3, 11), "95000.00", 24, 2, True, "MQ NC"),
]  # fmt: skip
JSON_2022 = [
    (1, "marche", "2024J1", AVIGNON, UN, date(2024, 5, 15), "575000.00", 18, 0, False, CLAUSE),
    (1, "marche", "2024J1", AVIGNON, DEUX, date(2024, 5, 15), "575000.00", 18, 0, False, CLAUSE),
    (1, "marche", "2024J1", AVIGNON, UN, date(2025, 1, 15), "600000.25", 18, 1, False, CLAUSE),
    (1, "marche", "2024J1", AVIGNON, DEUX, date(2025, 1, 15), "600000.25", 18, 1, False, CLAUSE),
    # Ce que la seconde modification ne dit pas reste ce que la première a dit.
    (1, "marche", "2024J1", AVIGNON, TROIS, date(2025, 6, 15), "600000.25", 24, 2, True, CLAUSE),
    (3, "concession", "DSP1", DEPARTEMENT, TROIS, date(2025, 4, 2), "2500000.50", 60, 0, True,
     "Concession réservée"),
]  # fmt: skip
JSON_2019 = [
    (1, "marche", "2019000101", AVIGNON, UN, date(2019, 3, 4), "41000.00", 6, 0, True, None),
    (2, "concession", "2019DSP", DEPARTEMENT, DEUX, date(2019, 2, 1), "300000.00", 36, 0, True,
     None),
]  # fmt: skip
# Échantillon -> source, le champ existe-t-il, lignes ou contrats lus en Vaucluse, ce qui en sort.
ECHANTILLONS = {
    f"decp_tabulaire_{JOUR}.csv": ("tabulaire", True, 5, TABULAIRE),
    f"decp_{JOUR}.parquet": ("tabulaire", True, 5, TABULAIRE),
    f"decp_dataeco_{JOUR}.csv": ("dataeco", True, 2, DATAECO),
    f"decp_2022_{JOUR}.json": ("json_2022", True, 2, JSON_2022),
    f"decp_2019_{JOUR}.json": ("json_2019", False, 2, JSON_2019),
}


def sample(name):
    return (EXPORTS / name).read_bytes()


def seen(rows):
    texts = rows.select(VUES).with_columns(pl.col("montant_eur").cast(pl.String))
    return texts.rows()


def test_chaque_ecriture_a_son_echantillon():
    assert {path.name for path in EXPORTS.glob("decp*")} == set(ECHANTILLONS)
    assert {source for source, *_ in ECHANTILLONS.values()} == set(sources())


@pytest.mark.parametrize("name", ECHANTILLONS)
def test_un_echantillon_donne_ces_lignes(name):
    source, has_field, read, expected = ECHANTILLONS[name]
    one = prepared(name, sample(name))
    assert (one.issue, one.format, one.extraction) == ("importe", "decp", date(2026, 9, 30))
    assert (one.lignes["lues"], one.lignes["retenues"]) == (read, read)
    assert one.rows["source_decp"].unique().to_list() == [source]
    assert one.rows["a_colonne_considerations"].unique().to_list() == [has_field]
    assert seen(one.rows) == expected
    assert dict(one.rows.schema) == table_schema(formats()["decp"])
    assert one.rows["structure"].null_count() == one.rows.height
    assert has_field != any("considérations sociales" in said for _, _, said in messages(one))


def test_le_parquet_et_le_csv_disent_la_meme_chose():
    left, right = (prepared(name, sample(name)).rows for name in list(ECHANTILLONS)[:2])
    assert left.equals(right, null_equal=True)


def test_les_colonnes_secondaires_arrivent_telles_quelles():
    row = prepared(f"decp_2022_{JOUR}.json", sample(f"decp_2022_{JOUR}.json")).rows.row(
        0, named=True
    )
    assert row["modalites_execution"] == "Tranches, Bons de commande"
    assert (row["techniques"], row["id_accord_cadre"]) == ("Accord-cadre", "AC-9")
    assert (row["lieu_code"], row["lieu_type_code"]) == ("84007", "Code commune")
    assert (row["code_cpv"], row["date_publication"]) == ("45214200-2", date(2024, 6, 1))
    old = prepared(f"decp_2019_{JOUR}.json", sample(f"decp_2019_{JOUR}.json")).rows
    assert old["acheteur_nom"].to_list() == ["Ville d'Avignon", "Département"]
    assert old["titulaire_nom"][0] == "Bâti-Exemple 1"


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("change", [str, lambda name: name.lower().replace(".", "_")])
def test_dataeco_virgule_ou_point_virgule_points_ou_soulignes(separator, change):
    name = f"decp_dataeco_{JOUR}.csv"
    rows = list(csv.reader(io.StringIO(sample(name).decode("utf-8-sig")), delimiter=";"))
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([[change(one) for one in rows[0]], *rows[1:]])
    assert seen(prepared(name, text.getvalue().encode()).rows) == DATAECO


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("MQ", None), ("CDL", None), ("NC", None), ("MQ NC", None), ("INX 2024-13", "2024-13"),
     ("MQUE", "MQUE"), ("CDL 3", "3"), ("", ""), (None, None)],
)  # fmt: skip
def test_sentinelles_de_data_economie(cell, kept):
    frame = pl.DataFrame(
        {"ligne": [2], "nature": [cell], "considerations_sociales": [cell]},
        schema={"ligne": pl.Int64, "nature": pl.String, "considerations_sociales": pl.String},
    )
    found = without_sentinels(frame)
    assert found["nature"][0] == kept and found["considerations_sociales"][0] == cell


def contract(**changes):
    base = {"id": "N", "acheteur": {"id": AVIGNON}, "dateNotification": "2024-01-02", "montant": 5}
    return json.loads(json.dumps(base | changes), parse_int=str, parse_float=str)


@pytest.mark.parametrize(
    ("changes", "source", "said"),
    [
        ({}, "json_2019", None),
        ({"considerationsSociales": {"considerationSociale": ["NC"]}}, "json_2022", "NC"),
        ({"considerationsSociales": ["Clause sociale"]}, "json_2022", "Clause sociale"),
        ({"considerationsSociales": {}}, "json_2022", None),
        ({"ccag": "Travaux"}, "json_2022", None),
    ],
)
def test_un_contrat_dit_de_quelle_ecriture_il_est(changes, source, said):
    (line,) = Contract(contract(**changes), "marche").lines()
    assert (line["source_decp"], line.get("considerations_sociales")) == (source, said)


@pytest.mark.parametrize(
    "found",
    [
        [{"titulaire": {"id": UN}}, {"titulaire": {"id": DEUX}}],
        [{"id": UN}, {"id": DEUX}],
        {"titulaire": [{"id": UN}, {"id": DEUX}]},
    ],
)
def test_titulaires_emballes_ou_non(found):
    got = Contract(contract(titulaires=found), "marche").lines()
    assert [line["titulaire_id"] for line in got] == [UN, DEUX]


@pytest.mark.parametrize("found", [None, [], {}, "?", [3], [{"modification": None}]])
def test_ce_qui_n_est_pas_une_liste_ne_casse_rien(found):
    assert Contract(contract(modifications=found, titulaires=found), "marche").lines()


def test_le_format_est_coherent():
    assert set(FORMAT.kept) <= set(COLUMNS) and set(REQUIRED) <= set(FORMAT.kept)
    assert set(FORMAT.identity) <= set(table_schema(FORMAT))
    assert FORMAT.est_lu_a_part and FORMAT.est_structure_facultative
    for one in sources().values():
        assert set(REQUIRED) <= set(one.headings), one.name


def test_un_montant_absurde_tient_dans_la_table():
    one = prepared(*tabular({"montant": "100000000000.25"}, {"montant": "1e11"}))
    assert one.rows["montant_eur"].to_list() == [Decimal("100000000000.25"), Decimal(10) ** 11]
