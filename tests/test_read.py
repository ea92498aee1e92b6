"""Lecture sûre des fichiers reçus, par la porte d'entrée : des octets, une grille ou un refus."""

import io
import json
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from data import read
from data.read import Feuille, FichierRefuse, read_file, read_files
from data.text import normalize

EXPORTS = Path(__file__).resolve().parent.parent.parent / "shared" / "exports_a_plat"
VOCABULAIRE = frozenset(map(normalize, ["Structure", "Marché", "Entreprise", "Heures réalisées"]))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LONGUE = "é" * 100_000


def rows(feuille: Feuille) -> list[tuple]:
    return feuille.cells.rows()


def parts(sheet: str, workbook: str = "", **autres: str) -> dict[str, str]:
    """Membres d'un classeur minimal d'un onglet, écrit à la main."""
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{workbook}'
            '<sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **autres,
    }


def pack(membres: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", compression) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def sheet(cells: str, suite: str = "") -> bytes:
    return pack(parts(f"<sheetData>{cells}</sheetData>{suite}"))


def saved(classeur: openpyxl.Workbook) -> bytes:
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def workbook(*lignes: list) -> bytes:
    classeur = openpyxl.Workbook()
    for ligne in lignes:
        classeur.active.append(ligne)
    return saved(classeur)


BON = workbook(["Structure", "Heures"], ["ITV", 57])
PLEIN = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')


def with_member(nom: str, contenu: str = "x") -> bytes:
    return pack({**parts("<sheetData/>"), nom: contenu})


def encrypted() -> bytes:
    octets = bytearray(PLEIN)
    for marque, decalage in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        octets[octets.index(marque) + decalage] |= 1
    return bytes(octets)


def bomb(taille_mo: int) -> bytes:
    blanc = b" " * (1024 * 1024)
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parts("<sheetData/>").items():
            archive.writestr(nom, contenu)
        with archive.open("xl/media/image1.bin", "w") as membre:
            for _ in range(taille_mo):
                membre.write(blanc)
    return sortie.getvalue()


def lying_bomb() -> bytes:
    """Bombe dont les en-têtes annoncent 10 octets décompressés."""
    octets = bytearray(bomb(300))
    position = octets.index(b"xl/media/image1.bin", octets.index(b"PK\x01\x02"))
    octets[position - 22 : position - 18] = (10).to_bytes(4, "little")
    return bytes(octets)


REFUS = {
    "vide": ("a.csv", b"", "est vide"),
    "blancs": ("a.csv", b" \r\n ", "est vide"),
    "séparateurs seuls": ("a.csv", b";;;\r\n;;;\r\n", "est vide"),
    "marque seule": ("a.csv", b"\xef\xbb\xbf", "est vide"),
    "classeur vide": ("a.xlsx", sheet(""), "est vide"),
    "xls ancien": ("a.xls", OLE + b"\0" * 600, "Excel ancien"),
    "xls ancien renommé": ("a.xlsx", OLE + b"\0" * 600, "Excel ancien"),
    "mot de passe": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "zip chiffré": ("a.xlsx", encrypted(), "mot de passe"),
    "nom xlsm": ("a.xlsm", BON, "macros"),
    "macros": ("a.xlsx", with_member("xl/vbaProject.bin"), "macros"),
    "type à macros": (
        "a.xlsx",
        pack(parts("") | {"[Content_Types].xml": "<Types>x.sheet.macroEnabled.main+xml</Types>"}),
        "macros",
    ),
    "xlsb": ("a.xlsx", with_member("xl/workbook.bin"), "xlsb"),
    "ods": ("a.ods", pack({"mimetype": "x", "content.xml": "x"}), "OpenDocument"),
    "ods renommé": ("a.xlsx", pack({"mimetype": "x", "content.xml": "x"}), "OpenDocument"),
    "docx renommé": (
        "a.xlsx",
        pack({"[Content_Types].xml": "x", "word/document.xml": "x"}),
        "pas un classeur",
    ),
    "zip renommé": ("a.xlsx", pack({"export.csv": "a;b"}), "archive zip"),
    "zip": ("a.zip", pack({"export.csv": "a;b"}), "archive zip"),
    "pdf": ("a.csv", b"%PDF-1.7 ...", "PDF"),
    "image": ("a.csv", b"\x89PNG\r\n\x1a\n", "image"),
    "page web en xls": ("a.xls", b"<html><table></table></html>", "page web"),
    "binaire": ("a.csv", bytes(range(1, 128)) * 20, "fichier de texte"),
    "classeur nommé csv": ("a.csv", BON, ".xlsx"),
    "texte nommé xlsx": ("a.xlsx", b"a;b\r\n1;2", "pas un classeur"),
    "sans extension": ("export", b"a;b\r\n1;2", ".csv, .txt ou .xlsx"),
    "liens externes": ("a.xlsx", with_member("xl/externalLinks/externalLink1.xml"), "liens"),
    "doctype": (
        "a.xlsx",
        with_member("docProps/app.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "DOCTYPE",
    ),
    "doctype utf-16": (
        "a.xlsx",
        pack(parts("") | {"xl/workbook.xml": "<!DOCTYPE a []><a/>".encode("utf-16")}),
        "DOCTYPE",
    ),
    "strict": (
        "a.xlsx",
        pack(parts("") | {"xl/workbook.xml": f'<workbook xmlns="{STRICT}"/>'}),
        "Strict",
    ),
    "201 membres": (
        "a.xlsx",
        pack(parts("") | {f"xl/media/{i}.png": "x" for i in range(197)}),
        "plus de 200",
    ),
    "bombe de 500 ko": ("a.xlsx", bomb(500), "anormalement compressé"),
    "bombe menteuse": ("a.xlsx", lying_bomb(), "abîmé"),
    "nom absolu": ("a.xlsx", with_member("/etc/x"), "interdits"),
    "nom remontant": ("a.xlsx", with_member("xl/../../x"), "interdits"),
    "nom de disque": ("a.xlsx", with_member("C:\\x"), "interdits"),
    "compression rare": ("a.xlsx", pack(parts(""), zipfile.ZIP_LZMA), "abîmé"),
    "tronqué": ("a.xlsx", BON[:-100], "abîmé"),
    "xml abîmé": ("a.xlsx", pack(parts("<sheetData>")), "abîmé"),
    "texte partagé absent": (
        "a.xlsx",
        sheet('<row r="1"><c r="A1" t="s"><v>4</v></c></row>'),
        "illisible",
    ),
    "dernière cellule": (
        "a.xlsx",
        sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "50\u202f000 lignes",
    ),
    "201e colonne": ("a.xlsx", sheet('<row r="1"><c r="GS1"><v>1</v></c></row>'), "200 colonnes"),
    "50 001e ligne": (
        "a.xlsx",
        sheet('<row r="50001"><c r="A50001"><f>1+1</f></c></row>'),
        "50\u202f000 lignes",
    ),
    "csv de 50 001 lignes": ("a.csv", b"a;b\n" * 50_001, "50\u202f000 lignes"),
    "csv de 201 colonnes": ("a.csv", b"a;" * 200 + b"a\n", "200 colonnes"),
    "onglets masqués seuls": (
        "a.xlsx",
        pack(
            parts("<sheetData/>")
            | {
                "xl/workbook.xml": (
                    f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
                    '<sheet name="a" state="hidden" r:id="rId1"/></sheets></workbook>'
                )
            }
        ),
        "onglet masqué",
    ),
    "accents abîmés": ("a.csv", "Prénom;Marché".encode().decode("cp1252").encode(), "accents"),
    "accents perdus": ("a.csv", "Pr\ufffdnom;March\ufffd".encode(), "accents"),
    "accents DOS": ("a.csv", "Prénom;Maîtrise".encode("cp850"), "accents"),
    "accents abîmés xlsx": ("a.xlsx", workbook(["PrÃ©nom", "MarchÃ©"]), "accents"),
    "encodage inconnu": ("a.csv", b"a;b\x81\x8d\xe9", "encodage inconnu"),
    "utf-16 tronqué": ("a.csv", "a;b;c".encode("utf-16")[:-1], "encodage inconnu"),
    "guillemet ouvert": ("a.csv", b'a;b\r\n1;2\r\n3;"4\r\n5;6\r\n', "ligne 3"),
    "guillemet égaré": (
        "a.csv",
        b'a;b;c;d;e\r\n1;"x;3;4;5\r\n1;y";3;4;5\r\n1;2;3;4;5\r\n1;2;3;4;5',
        "ligne 2",
    ),
    "cellule d'un mégaoctet": ("a.csv", b"a;b\r\n" + b"x" * 1_000_001, "1\u202f000\u202f000"),
}


@pytest.mark.parametrize(("nom", "contenu", "motif"), REFUS.values(), ids=REFUS.keys())
def test_refuse_en_une_phrase(nom: str, contenu: bytes, motif: str) -> None:
    with pytest.raises(FichierRefuse) as refus:
        read_file(nom, contenu)
    phrase = str(refus.value)
    assert motif in phrase
    assert phrase.startswith(f"Le fichier «\u00a0{nom}\u00a0» ")
    assert phrase.endswith(".")


def test_refuse_au_dela_de_50_mo_sans_lancer_de_lecture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "DELAI_S", -1)
    with pytest.raises(FichierRefuse, match="50 Mo"):
        read_file("a.csv", b"a" * (50 * 1024**2 + 1))


ENTETES = ["Structure", "Marché", "Entreprise", "Heures réalisées"]
DONNEES = ["CIE 84", "M1", "Œuvre & Cie, l’Éclat | 84", "57,50"]
ENCODAGES = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


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
    assert feuille.lignes_abimees == (22, 23)


def test_quelques_accents_abimes_avertissent() -> None:
    texte = "Prénom;Marché\n" + "Éléonore;é\n" * 20 + "ChloÃ©;x\nZoÃ©;y"
    (feuille,) = read_file("a.csv", texte.encode())
    assert [a.split(" (")[0] for a in feuille.avertissements] == [
        "2 cellules ont des accents abîmés"
    ]


def test_bornes_de_taille_admises() -> None:
    assert read_file("a.csv", b"a;b\n" * 50_000)[0].cells.height == 50_000
    assert read_file("a.csv", b"a;" * 199 + b"a\n")[0].cells.width == 201
    dernier = sheet('<row r="50000"><c r="GR50000"><v>1</v></c></row>')
    assert read_file("a.xlsx", dernier)[0].cells["ligne"].to_list() == [50_000]


def test_mise_en_forme_jusqu_en_bas_n_est_pas_une_ligne() -> None:
    contenu = sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert rows(read_file("a.xlsx", contenu)[0]) == [(1, "1")]


def formatted(valeur: object, code: str) -> bytes:
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie) as classeur:
        format_ = classeur.add_format({"num_format": code})
        classeur.add_worksheet().write(0, 0, valeur, format_)
    return sortie.getvalue()


VALEURS = [
    (35600000000048, "General", "35600000000048"),
    (35600000000048.0, "0.00E+00", "35600000000048"),
    (12345678901234567890, "0", "12345678901234570000"),
    (57.0, "0.00", "57"),
    (70.5, '0.00" h"', "70.5"),
    (-62.5, "#,##0.00", "-62.5"),
    (0.1, "0%", "0.1"),
    (0.00001, "General", "0.00001"),
    (0, "0", "0"),
    (1053, "00000", "01053"),
    (84035, "00000", "84035"),
    (datetime(2024, 1, 20), "dd/mm/yyyy", "2024-01-20"),
    (datetime(2024, 1, 20), "[$-40C]d mmmm yyyy;@", "2024-01-20"),
    (datetime(2024, 1, 20, 8, 30), "dd/mm/yyyy hh:mm", "2024-01-20 08:30:00"),
    (datetime(2024, 1, 1), "mmm-yy", "2024-01-01"),
    (datetime(1900, 2, 28), "dd/mm/yyyy", "1900-02-28"),
    (datetime(1900, 3, 1), "dd/mm/yyyy", "1900-03-01"),
    (datetime(9999, 12, 31), "dd/mm/yyyy", "9999-12-31"),
    (0, "dd/mm/yyyy", "0"),
    (60, "dd/mm/yyyy", "60"),
    (3_000_000, "dd/mm/yyyy", "3000000"),
    (timedelta(hours=151, minutes=40), "[h]:mm", "151:40"),
    (timedelta(hours=151, minutes=40, seconds=5), "[hh]:mm:ss", "151:40:05"),
    (timedelta(hours=8, minutes=5), "h:mm", "8:05"),
    (151.5 / 24, "[h]:mm", "151:30"),
    (-1.5 / 24, "[h]:mm", "-1:30"),
    (True, "General", "Oui"),
    (False, "General", "Non"),
    ("01053", "General", "01053"),
    ("  à l’œuvre\n_x0041_ ", "@", "  à l’œuvre\n_x0041_ "),
]


@pytest.mark.parametrize(("valeur", "code", "attendu"), VALEURS)
def test_rend_les_valeurs_sans_perte(valeur: object, code: str, attendu: str) -> None:
    assert rows(read_file("a.xlsx", formatted(valeur, code))[0]) == [(1, attendu)]


@pytest.mark.parametrize("est_1904", [False, True])
def test_respecte_l_epoque(est_1904: bool) -> None:
    classeur = openpyxl.Workbook()
    classeur.epoch = datetime(1904, 1, 1) if est_1904 else datetime(1899, 12, 30)
    jours = [date(2024, 1, 20), date(1965, 4, 7), date(2024, 2, 29)]
    for jour in jours:
        classeur.active.append([jour])
    lus = read_file("a.xlsx", saved(classeur))[0].cells["c0"].to_list()
    assert lus == [jour.isoformat() for jour in jours]


CELLULES = {
    "siret flottant": ('<c r="A1"><v>3.5600000000048E13</v></c>', [(1, "35600000000048")]),
    "virgule flottante": ('<c r="A1"><v>0.10000000000000001</v></c>', [(1, "0.1")]),
    "formule calculée": ('<c r="A1"><f>6*7</f><v>42</v></c>', [(1, "42")]),
    "texte de formule": ('<c r="A1" t="str"><f>x</f><v>été</v></c>', [(1, "été")]),
    "sans références": ('<c><v>1</v></c><c/><c><v>3</v></c>', [(1, "1", None, "3")]),
    "texte riche sans phonétique": (
        '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r>'
        "<rPh><t>z</t></rPh></is></c>",
        [(1, "a b")],
    ),
    "date ISO": ('<c r="A1" t="d"><v>2024-01-20T00:00:00</v></c>', [(1, "2024-01-20")]),
    "retour échappé": (
        '<c r="A1" t="inlineStr"><is><t>a_x000D_\nb_x005F_x000D_</t></is></c>',
        [(1, "a\r\nb_x000D_")],
    ),
    "espaces seuls": ('<c r="A1"><v>1</v></c><c r="B1" t="str"><v> </v></c>', [(1, "1")]),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "attendu"), CELLULES.values(), ids=CELLULES.keys())
def test_lit_les_cellules_ecrites_a_la_main(cells: str, attendu: list[tuple]) -> None:
    assert rows(read_file("a.xlsx", sheet(f'<row r="1">{cells}</row>'))[0]) == attendu


def test_prefixe_d_espace_de_noms() -> None:
    contenu = pack(
        parts("")
        | {
            "xl/worksheets/sheet1.xml": (
                f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="3"><x:c r="B3"><x:v>7</x:v>'
                "</x:c></x:row></x:sheetData></x:worksheet>"
            )
        }
    )
    assert rows(read_file("a.xlsx", contenu)[0]) == [(3, None, "7")]


def test_formules_sans_valeur_et_erreurs() -> None:
    (feuille,) = read_file(
        "a.xlsx",
        sheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*1</f></c></row>'
            '<row r="2"><c r="A2"><f>A1</f><v/></c><c r="B2"><v>2</v></c></row>'
            '<row r="3"><c r="A3" t="str"><f>T(A9)</f><v></v></c>'
            '<c r="B3"><f>0</f><v>0</v></c></row>'
            '<row r="4"><c r="C4" t="e"><v>#REF!</v></c>'
            '<c r="D4" t="e"><f>x</f><v>#N/A</v></c></row>'
        ),
    )
    assert feuille.formules_sans_valeur == ((1, 1), (2, 0))
    assert feuille.cellules_en_erreur == ((4, 2), (4, 3))
    assert rows(feuille) == [
        (1, "1", None, None, None),
        (2, None, "2", None, None),
        (3, None, "0", None, None),
        (4, None, None, "#REF!", "#N/A"),
    ]


def test_zero_jamais_calcule_n_est_pas_une_valeur() -> None:
    # xlsxwriter écrit 0 sous chaque formule et demande au tableur de tout recalculer.
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie) as classeur:
        onglet = classeur.add_worksheet()
        onglet.write_row(0, 0, [57, 0])
        onglet.write_formula(0, 2, "=A1*2")
        onglet.write_formula(0, 3, "=A1*2", None, 114)
    (feuille,) = read_file("a.xlsx", sortie.getvalue())
    assert rows(feuille) == [(1, "57", "0", None, "114")]
    assert feuille.formules_sans_valeur == ((1, 2),)


def test_erreur_gardee_en_texte_dans_un_csv() -> None:
    (feuille,) = read_file("a.csv", b"a;b\n1;#REF!\n#N/A;2")
    assert feuille.cellules_en_erreur == ((2, 1), (3, 0))


def test_onglets_masques_ecartes() -> None:
    classeur = openpyxl.Workbook()
    classeur.active.append(["visible"])
    classeur.create_sheet("Vide")
    for nom, etat in (("Liste", "hidden"), ("Secret", "veryHidden")):
        onglet = classeur.create_sheet(nom, 0)
        onglet.append(["caché"])
        onglet.sheet_state = etat
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert (feuille.nom, rows(feuille)) == ("Sheet", [(1, "visible")])
    assert feuille.avertissements == ("2 onglets masqués n'ont pas été lus.",)


def test_deux_onglets_visibles_dans_l_ordre() -> None:
    classeur = openpyxl.Workbook()
    classeur.active.append(["un"])
    classeur.create_sheet("2023").append(["deux"])
    assert [f.nom for f in read_file("a.xlsx", saved(classeur))] == ["Sheet", "2023"]


@pytest.mark.parametrize(
    ("masquees", "a_filtre", "attendu"),
    [
        ([3], False, "1 ligne masquée a été lue comme les autres."),
        ([2, 4], True, "2 lignes masquées par un filtre ont été lues comme les autres."),
    ],
)
def test_lignes_masquees_lues(masquees: list[int], a_filtre: bool, attendu: str) -> None:
    classeur = openpyxl.Workbook()
    onglet = classeur.active
    for valeur in "abcd":
        onglet.append([valeur])
    for ligne in masquees:
        onglet.row_dimensions[ligne].hidden = True
    if a_filtre:
        onglet.auto_filter.ref = "A1:A4"
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert feuille.cells["c0"].to_list() == list("abcd")
    assert feuille.avertissements == (attendu,)


def test_fusions_rendues_la_valeur_dans_la_premiere() -> None:
    classeur = openpyxl.Workbook()
    classeur.active.append(["Identification", None, "Contrat", None])
    classeur.active.append(["a", "b", "c", "d"])
    classeur.active.merge_cells("A1:B1")
    classeur.active.merge_cells("C1:D1")
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert rows(feuille)[0] == (1, "Identification", None, "Contrat", None)
    assert sorted(feuille.fusions) == [(1, 0, 1, 1), (1, 2, 1, 3)]


def test_memes_valeurs_qu_openpyxl() -> None:
    """Jumeau inventé des exports : textes, nombres et lignes vides relus par un autre lecteur."""
    lignes = [["Titre"], [], ["Nom", "Heures", "SIRET"], ["Zoé", 4.25, 13002526500013], ["Léa", 7]]
    contenu = workbook(*lignes)
    attendu = [
        (numero, *(None if v is None else str(v) for v in valeurs))
        for numero, valeurs in enumerate(
            openpyxl.load_workbook(io.BytesIO(contenu)).active.iter_rows(values_only=True), start=1
        )
        if any(v is not None for v in valeurs)
    ]
    assert rows(read_file("a.xlsx", contenu)[0]) == attendu
    assert len(attendu) == 4


SECRET = "CANARI-DUPONT"


def test_memoire_bornee(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("resource", reason="la mémoire n'est bornée que là où resource existe")
    monkeypatch.setattr(read, "MEMOIRE_MO", 40)
    with pytest.raises(FichierRefuse, match="mémoire"):
        read_file("a.csv", f"{SECRET};b\n".encode() * 50_000 * 8)
    assert SECRET not in caplog.text


def test_texte_partage_demesure_refuse() -> None:
    textes = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    cells = '<c t="s"><v>0</v></c>' * 100
    lignes = "".join(f'<row r="{i}">{cells}</row>' for i in range(1, 101))
    membres = parts(f"<sheetData>{lignes}</sheetData>")
    contenu = pack(membres | {"xl/sharedStrings.xml": textes}, zipfile.ZIP_STORED)
    with pytest.raises(FichierRefuse, match="trop de texte"):
        read_file("a.xlsx", contenu)


def test_delai_a_l_horloge_du_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "DELAI_S", 0.01)
    depart = time.monotonic()
    with pytest.raises(FichierRefuse, match="secondes"):
        read_file("a.csv", b"a;b\n" * 40_000)
    assert time.monotonic() - depart < 5


def test_aucune_cellule_dans_les_journaux(caplog: pytest.LogCaptureFixture) -> None:
    # Un nombre illisible fait échouer l'enfant : l'erreur de Python citerait la cellule.
    contenu = sheet(f'<row r="1"><c r="A1"><v>{SECRET}</v></c></row>')
    with pytest.raises(FichierRefuse) as refus:
        read_file("a.xlsx", contenu)
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text + str(refus.value)


def test_l_enfant_ne_recoit_pas_l_environnement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUSES_CLE", SECRET)
    recus: dict = {}
    run = subprocess.run

    def spy(*args: object, **options: object) -> object:
        recus.update(options["env"])
        return run(*args, **options)

    monkeypatch.setattr(read.subprocess, "run", spy)
    read_file("a.csv", b"a;b\n1;2")
    assert set(recus) <= {"SYSTEMROOT", "LD_LIBRARY_PATH"}


def child(prelude: str, contenu: bytes) -> subprocess.CompletedProcess:
    consignes = {"nom": "a.csv", "vocabulaire": [], "memoire_mo": 768, "delai_s": 30}
    code = f"import sys; {prelude}; import data.sandbox; data.sandbox.main()"
    entree = json.dumps(consignes).encode() + b"\n" + contenu
    return subprocess.run(
        [sys.executable, "-c", code], input=entree, capture_output=True, cwd=read.RACINE
    )


def test_fonctionne_sans_le_module_resource() -> None:
    fini = child("sys.modules['resource'] = None", b"a;b\n1;2")
    assert json.loads(fini.stdout)["feuilles"][0]["colonnes"] == [["a", "1"], ["b", "2"]]


def test_l_enfant_ne_charge_que_la_bibliotheque_standard() -> None:
    code = (
        "import sys, data.sandbox as s;"
        "print(*{m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names)"
    )
    fini = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=read.RACINE
    )
    assert "data" in fini.stdout.split()
    assert set(fini.stdout.split()) <= {"data", "__main__"}, fini.stderr


def test_plusieurs_fichiers_dans_l_ordre_refus_compris() -> None:
    fichiers = [(f"{i}.csv", f"a;b\n{i};x".encode()) for i in range(5)]
    fichiers[2] = ("2.csv", b"")
    avances: list[tuple] = []
    rendus = list(read_files(fichiers, on_progress=lambda *etape: avances.append(etape)))
    assert [nom for nom, _ in rendus] == ["0.csv", "1.csv", "2.csv", "3.csv", "4.csv"]
    assert avances == [(i + 1, 5, f"{i}.csv") for i in range(5)]
    assert isinstance(rendus[2][1], FichierRefuse)
    assert rows(rendus[4][1][0])[1] == (2, "4", "x")


NORMALISES = [
    ("N° marché", "n_marche"),
    ("Nº  MARCHÉ", "n_marche"),
    ("№ marché", "n_marche"),
    ("Maître d’ouvrage", "maitre_d_ouvrage"),
    ("Maître d'ouvrage", "maitre_d_ouvrage"),
    ("Main d'œuvre", "main_d_oeuvre"),
    ("Marche\u0301", "marche"),
    ("Poste / Métier", "poste_metier"),
    ("Jeune -26 ans", "jeune_26_ans"),
    ("Date\u00a0de\nnaissance ", "date_de_naissance"),
    ("Coût (€)", "cout"),
    ("CÔTÉ–SUD", "cote_sud"),
    ("\ufb01n prévue", "fin_prevue"),
    ("", ""),
]


@pytest.mark.parametrize(("texte", "attendu"), NORMALISES)
def test_normalise_les_libelles(texte: str, attendu: str) -> None:
    assert normalize(texte) == attendu


def samples() -> list[Path]:
    return sorted(p for p in EXPORTS.glob("*") if p.suffix in {".csv", ".xlsx"})


LIGNES_PARTICULIERES = {
    "csv_dup_rows.csv": 81,
    "csv_header_only.csv": 1,
    "csv_negative_correction.csv": 42,
    "csv_subtotals.csv": 43,
    "v3_overlap_half.csv": 21,
    "x_merged_title.xlsx": 42,
    "x_total_formula.xlsx": 42,
    "x_two_level_header.xlsx": 42,
}


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="dossier ../shared/exports_a_plat absent")
def test_les_42_exports_a_plat() -> None:
    fichiers = [(p.name, p.read_bytes()) for p in samples()]
    assert len(fichiers) == 42
    depart = time.monotonic()
    rendus = dict(read_files(fichiers, VOCABULAIRE))
    assert time.monotonic() - depart < 60
    assert "accents" in str(rendus.pop("csv_mojibake.csv"))
    for nom, feuilles in rendus.items():
        assert len(feuilles) == (2 if nom == "x_two_visible_sheets.xlsx" else 1), nom
        for feuille in feuilles:
            assert feuille.cells.height == LIGNES_PARTICULIERES.get(nom, 41), nom


def to_float(texte: str) -> float:
    return float(texte.removesuffix("h").replace("\u00a0", "").replace(",", "."))


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="dossier ../shared/exports_a_plat absent")
def test_memes_heures_dans_chaque_export_a_plat() -> None:
    """La somme des heures, faite ici, retrouve celle d'EXPECTED.json."""
    attendus = json.loads((EXPORTS / "EXPECTED.json").read_text("utf-8"))["files"]
    noms = [n for n, a in attendus.items() if a["outcome"] == "same" and a["rows"] == 40]
    noms = [n for n in noms if not any(m in n for m in ("dup", "total", "missing"))]
    fichiers = [(nom, (EXPORTS / nom).read_bytes()) for nom in noms]
    for nom, feuilles in read_files(fichiers, VOCABULAIRE):
        grille = feuilles[0].cells
        entete = next(r for r in grille.rows() if "Heures réalisées" in r)
        colonne = f"c{entete.index('Heures réalisées') - 1}"
        textes = grille.filter(pl.col("ligne") > entete[0])[colonne].to_list()
        heures = [to_float(t) for t in textes]
        assert (len(heures), sum(heures)) == (40, 3803.75), nom
    assert len(noms) >= 18


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="dossier ../shared/exports_a_plat absent")
def test_particularites_des_exports_a_plat() -> None:
    lus = {nom: read_file(nom, (EXPORTS / nom).read_bytes(), VOCABULAIRE)[0]
           for nom in (p.name for p in samples()) if nom != "csv_mojibake.csv"}  # fmt: skip
    assert len(lus["x_hours_formulas_nocache.xlsx"].formules_sans_valeur) == 40
    assert lus["x_total_formula.xlsx"].formules_sans_valeur == ((42, 16),)
    assert lus["x_error_cells.xlsx"].cellules_en_erreur == ((2, 16), (3, 16))
    assert lus["csv_nul_bytes.csv"].lignes_abimees == (3,)
    assert lus["x_merged_title.xlsx"].cells["ligne"].to_list()[:2] == [1, 4]
    assert lus["x_1904.xlsx"].cells.equals(lus["x_base.xlsx"].cells)
    assert lus["x_two_level_header.xlsx"].fusions[0] == (1, 0, 1, 4)
    assert "masquées par un filtre" in lus["x_filtered_hidden_rows.xlsx"].avertissements[0]
    sans_siret = lus["x_siret_float.xlsx"].cells.drop("c4", "c10")
    assert sans_siret.equals(lus["x_base.xlsx"].cells.drop("c4", "c10"))
    assert lus["x_siret_float.xlsx"].cells["c4"][1] == "35600000000048"
