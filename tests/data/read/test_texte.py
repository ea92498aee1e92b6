"""Les textes : encodages, séparateurs, guillemets, lignes vides ; une grille de textes."""

import polars as pl
import pytest

from data.read.exports import read_file
from data.words import normalize
from tests.support.classeurs import rows

ENTETES = ["Structure", "Marché", "Entreprise", "Heures réalisées"]
DONNEES = ["CIE 84", "M1", "Œuvre & Cie, l’Éclat | 84", "57,50"]
VOCABULAIRE = frozenset(map(normalize, ENTETES))
LONGUE = "é" * 100_000
ENCODAGES = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.usefixtures("sans_enfant")
@pytest.mark.parametrize("encodage", ENCODAGES)
@pytest.mark.parametrize("fin", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_lit_chaque_dialecte(encodage: str, fin: str, separateur: str) -> None:
    ligne = [f'"{valeur}"' for valeur in DONNEES]
    texte = fin.join(separateur.join(valeurs) for valeurs in (ENTETES, ligne, [])) + fin
    (feuille,) = read_file("a.CSV", texte.encode(encodage), VOCABULAIRE)
    assert rows(feuille) == [(1, *ENTETES), (2, *DONNEES)]
    assert feuille.cells.schema == {
        "ligne": pl.Int64, **{f"c{i}": pl.String for i in range(4)}
    }  # fmt: skip
    assert feuille.nom == ""


def test_utf16_be_avec_marque() -> None:
    contenu = b"\xfe\xff" + "Marché;a\r\n1;2".encode("utf-16-be")
    assert rows(read_file("a.txt", contenu)[0]) == [(1, "Marché", "a"), (2, "1", "2")]


TEXTES = {
    "zéros gardés par un tableur": (
        'a;b\r\n="001";"=""002"""\r\n="";=1',
        [(1, "a", "b"), (2, "001", "002"), (3, None, "=1")],
    ),
    "sep= respectée, non comptée": ("sep=|\r\na;x|b\r\n1;2|3", [(1, "a;x", "b"), (2, "1;2", "3")]),
    "sep= d'un autre signe": ("sep=^\na^b\n1^2", [(1, "a", "b"), (2, "1", "2")]),
    "lignes vides sautées, numéros gardés": (
        "Titre;;\r\n\r\n;;\r\na;b;c\r\n\r\n1;;3\r\n",
        [(1, "Titre", None, None), (4, "a", "b", "c"), (6, "1", None, "3")],
    ),
    "champ de plusieurs lignes : une ligne de tableur": (
        'a;b\r\n1;"x\r\ny"\r\n2;z',
        [(1, "a", "b"), (2, "1", "x\r\ny"), (3, "2", "z")],
    ),
    "guillemets doublés": ('a;b\n"Le ""Bois""";2', [(1, "a", "b"), (2, 'Le "Bois"', "2")]),
    "guillemet au milieu": ('a;b\n12" de long;2', [(1, "a", "b"), (2, '12" de long', "2")]),
    "décimales à virgule": (
        "a;b\n1,5;2,5\n3,5;4,5",
        [(1, "a", "b"), (2, "1,5", "2,5"), (3, "3,5", "4,5")],
    ),
    "une seule colonne": ("SIRET\n123", [(1, "SIRET"), (2, "123")]),
    "formule en texte": ("a;b\n=1+1;@x", [(1, "a", "b"), (2, "=1+1", "@x")]),
    "espaces gardés autour, pas seuls": ("a;b\n x \x3b \u00a0", [(1, "a", "b"), (2, " x ", None)]),
    "lignes inégales": (
        "a;b\n1\n1;2;3",
        [(1, "a", "b", None), (2, "1", None, None), (3, "1", "2", "3")],
    ),
    "longue cellule": ("a;b\n1;" + LONGUE, [(1, "a", "b"), (2, "1", LONGUE)]),
}  # fmt: skip


@pytest.mark.parametrize(("texte", "attendu"), TEXTES.values(), ids=TEXTES.keys())
def test_lit_le_texte(texte: str, attendu: list[tuple]) -> None:
    assert rows(read_file("a.csv", texte.encode())[0]) == attendu


def test_le_vocabulaire_departage_les_separateurs() -> None:
    # Quatre « | » réguliers partout, deux « ; » : seuls les en-têtes connus tranchent.
    texte = "x|y|z|t;Structure;Marché\n1|2|3|4;ITV;M1".encode()
    assert read_file("a.csv", texte)[0].cells.width == 5
    assert rows(read_file("a.csv", texte, VOCABULAIRE)[0])[1] == (2, "1|2|3|4", "ITV", "M1")


def test_octet_nul_retire_et_signale() -> None:
    contenu = b"Structure;b\r\n" + b"bonne ligne;2\r\n" * 20 + b"ab\0c;2\r\n1;2\0\r\nx;y"
    (feuille,) = read_file("a.csv", contenu)
    assert rows(feuille)[21] == (22, "abc", "2")
    assert feuille.damaged_lines == (22, 23)


def test_quelques_accents_abimes_avertissent() -> None:
    texte = "Prénom;Marché\n" + "Éléonore;é\n" * 20 + "ChloÃ©;x\nZoÃ©;y"
    (feuille,) = read_file("a.csv", texte.encode())
    assert [a.split(" (")[0] for a in feuille.warnings] == ["2 cellules ont des accents abîmés"]


def test_erreur_gardee_en_texte_dans_un_csv() -> None:
    (feuille,) = read_file("a.csv", b"a;b\n1;#REF!\n#N/A;2")
    assert feuille.error_cells == ((2, 1), (3, 0))


@pytest.mark.parametrize("start", ["", "sep=,\r\n"])
def test_des_lignes_entieres_entre_guillemets_se_lisent(start: str) -> None:
    (feuille,) = read_file("a.csv", f'{start}"nom;ville"\r\n"a ""b"";Apt"\r\n'.encode())
    assert [row[1:] for row in feuille.cells.rows()] == [("nom", "ville"), ('a "b"', "Apt")]


@pytest.mark.parametrize("texte", ['"a;b";"c"\r\n"d";"e;f"\r\n', '"a"\r\n"b"\r\n'])
def test_des_cellules_entre_guillemets_restent_des_cellules(texte: str) -> None:
    (feuille,) = read_file("a.csv", texte.encode())
    first = feuille.cells.row(0)[1:]
    assert first in (("a;b", "c"), ("a",))
