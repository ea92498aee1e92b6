"""Une table de référence cassée dit son fichier, sa ligne et quoi corriger."""

import csv

import pytest

from data.reference import TableCassee
from data.reference.tables import FOLDER, read_table

ENTETE = "code;libelle;ordre;date_debut;est_actif;part_pct;lon\n"
JUSTE = "a;Un;1;2024-01-31;oui;12.50;4.8\n"
# La ligne 4 du fichier, et ce que la phrase cite.
CASSEES = [
    ("a;Un;1\n", "3 cellules au lieu de 7"),
    ("a;Un;deux;1;2024-01-31;oui;12.50;4.8\n", "8 cellules au lieu de 7"),
    ("a;Un;premier;2024-01-31;oui;12.50;4.8\n", "« premier » n'est pas un nombre entier"),
    ("a;Un;1;31/01/2024;oui;12.50;4.8\n", "« 31/01/2024 » n'est pas une date"),
    ("a;Un;1;2024-02-30;oui;12.50;4.8\n", "« 2024-02-30 » n'est pas une date"),
    ("a;Un;1;2024-01-31;vrai;12.50;4.8\n", "« vrai » n'est pas « oui » ou « non »"),
    ("a;Un;1;2024-01-31;oui;12,50;4.8\n", "« 12,50 » n'est pas un nombre à deux décimales"),
    ("a;Un;1;2024-01-31;oui;12.50;est\n", "« est » n'est pas un nombre de degrés"),
    ('a;"Un"deux;1;2024-01-31;oui;12.50;4.8\n', "guillemet"),
]


@pytest.mark.parametrize(("row", "said"), CASSEES)
def test_la_phrase_nomme_le_fichier_la_ligne_et_la_faute(tmp_path, row, said):
    path = tmp_path / "ref_essai.csv"
    path.write_text(ENTETE + JUSTE + JUSTE + row + JUSTE, "utf-8")
    with pytest.raises(TableCassee) as refusal:
        read_table(path)
    assert str(refusal.value).startswith("ref_essai.csv, ligne 4 : ") and said in str(refusal.value)


def test_un_autre_encodage_est_dit_a_sa_ligne(tmp_path):
    path = tmp_path / "ref_essai.csv"
    path.write_bytes((ENTETE + JUSTE).encode() + "a;Échéance;1;;;;\n".encode("cp1252"))
    with pytest.raises(TableCassee, match=r"ref_essai\.csv, ligne 3 : .*UTF-8"):
        read_table(path)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("ref_*.csv")), ids=lambda path: path.stem)
def test_les_tables_du_projet_gardent_chaque_cellule(path):
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    table = read_table(path)
    assert table.height == len(rows)
    for column in table.columns:
        assert table[column].null_count() == sum(not row[column] for row in rows), column
