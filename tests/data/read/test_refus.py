"""Ce qui n'est pas un export lisible est refusé, en une phrase qui dit pourquoi."""

import io
import zipfile
from collections.abc import Callable
from functools import partial

import pytest

from data.read import exports as read
from data.read.exports import read_file
from data.read.grid import FichierRefuse
from tests.support.classeurs import MAIN, RELS, pack, parts, sheet, workbook

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


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


# Une bombe ne se fabrique que dans son test : la collecte resterait longue.
REFUS = {
    "vide": ("a.csv", b"", "est vide"),
    "blancs": ("a.csv", b" \r\n ", "est vide"),
    "séparateurs seuls": ("a.csv", b";;;\r\n;;;\r\n", "est vide"),
    "marque seule": ("a.csv", b"\xef\xbb\xbf", "est vide"),
    "classeur vide": ("a.xlsx", sheet(""), "est vide"),
    "xls abîmé": ("a.xls", OLE + b"\0" * 600, "ne se lit pas"),
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
    "ods": ("a.ods", pack({"mimetype": "x", "content.xml": "x"}), "ne se lit pas"),
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
    "page d'erreur": ("a.csv", b"<!DOCTYPE html><html><body>503", "recommencez le téléch"),
    "xml": ("a.xml", b'<?xml version="1.0"?><marches/>', "est un document XML. Prenez"),
    "page archivée en xls": ("a.xls", b"MIME-Version: 1.0\r\n\r\n--x", "MHTML"),
    "sylk en xls": ("a.xls", b'ID;PWXL;N;E\r\nC;Y1;X1;K"Nom"\r\nE', "SYLK"),
    "binaire": ("a.csv", bytes(range(1, 128)) * 20, "fichier de texte"),
    "classeur nommé csv": ("a.csv", BON, ".xlsx"),
    "texte nommé xlsx": ("a.xlsx", b"a;b\r\n1;2", "pas un classeur"),
    "sans extension": ("export", b"a;b\r\n1;2", ".csv, .txt, .xlsx, .xls"),
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
    "bombe de 500 ko": ("a.xlsx", partial(bomb, 500), "anormalement compressé"),
    "bombe menteuse": ("a.xlsx", lying_bomb, "abîmé"),
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
def test_refuse_en_une_phrase(nom: str, contenu: bytes | Callable[[], bytes], motif: str) -> None:
    with pytest.raises(FichierRefuse) as refus:
        read_file(nom, contenu() if callable(contenu) else contenu)
    phrase = str(refus.value)
    assert motif in phrase
    assert phrase.startswith(f"Le fichier «\u00a0{nom}\u00a0» ")
    assert phrase.endswith(".")


def test_refuse_au_dela_de_50_mo_sans_lancer_de_lecture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "DELAI_S", -1)
    with pytest.raises(FichierRefuse, match="50 Mo"):
        read_file("a.csv", b"a" * (50 * 1024**2 + 1))
