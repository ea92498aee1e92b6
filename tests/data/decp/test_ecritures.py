"""Des DECP comme les gens les ont : portails, encodages, compressions, tableaux de tableur."""

import gzip
import io
import json
import zipfile
from datetime import date

import polars as pl
import pytest

from tests.support.contrats_decp import AVIGNON, PLAIN, UN, by_line, document, one, parquet, record
from tests.support.fabrique import messages, prepared

PORTAL = {
    "id": "P1", "acheteur_id": AVIGNON, "objet": "Toit", "montant": 50001,
    "datenotification": "2024-05-15", "considerationssociales": ["Clause sociale"],
    "titulaire_id_1": UN, "titulaire_typeidentifiant_1": "SIRET",
}  # fmt: skip
PORTALS = {
    "v2.1 export": [PORTAL],
    "v2.1 records": {"total_count": 1, "results": [PORTAL]},
    "v1 export": [{"datasetid": "decp", "recordid": "a", "fields": PORTAL}],
    "v1 records": {"nhits": 1, "records": [{"recordid": "a", "fields": PORTAL}]},
}


@pytest.mark.parametrize("root", PORTALS.values(), ids=PORTALS.keys())
def test_le_json_du_portail(root):
    found = one(json.dumps(root).encode())
    assert found.rows["numero"].to_list() == ["P1"]
    assert found.rows["considerations_sociales"].to_list() == ["Clause sociale"]
    assert found.rows["source_decp"].to_list() == ["dataeco"]


def zipped(*members: tuple[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return output.getvalue()


TABLE = (
    "uid;id;acheteur_id;dateNotification;considerationsSociales;objet\n"
    f'u1;N1;{AVIGNON};15/05/2024;Clause sociale;"École ""A"""\n'
)
WRITINGS = {
    "deux marques d'ordre": ("a.json", b"\xef\xbb\xbf" * 2 + PLAIN),
    "utf-16": ("a.json", PLAIN.decode().encode("utf-16")),
    "utf-16 sans marque": ("a.json", PLAIN.decode().encode("utf-16-le")),
    "cp1252": ("a.json", PLAIN.decode().encode("cp1252")),
    "par lignes": ("a.json", by_line(record())),
    "par lignes, ligne vide": ("a.jsonl", b"\n" + by_line(record()) + b"\n\n"),
    "sous un nom de texte": ("decp.txt", PLAIN),
    "gzip": ("decp.json.gz", gzip.compress(PLAIN)),
    "gzip sous un nom de json": ("decp.json", gzip.compress(PLAIN)),
    "zip d'un fichier": ("decp.zip", zipped(("decp.json", PLAIN))),
    "zip et sa notice": (
        "decp.zip",
        zipped(
            ("data/", b""),
            ("LISEZ-MOI.txt", b"Source : portail"),
            ("licence.pdf", b"%PDF"),
            ("data/.DS_Store", b"\0"),
            ("data/decp.json", PLAIN),
        ),
    ),
    "csv gzip": ("decp.csv.gz", gzip.compress(TABLE.encode())),
    "saut de ligne nu": ("a.json", document(record(objet="a#b")).replace(b"#", b"\n")),
    "csv de tableur": ("decp.csv", TABLE.encode("cp1252")),
    "csv sep=": ("decp.csv", ("sep=;\r\n" + TABLE).encode()),
    "csv titre": ("decp.csv", ("Export de la ville;;;;;\r\n\r\n" + TABLE).encode()),
    "csv utf-16": ("decp.csv", TABLE.encode("utf-16")),
    "csv CR": ("decp.csv", TABLE.replace("\n", "\r").encode()),
    "csv guillemet isolé": ("decp.csv", TABLE.replace('"École ""A"""', 'Tuyau 3/4" inox').encode()),
}


@pytest.mark.parametrize(("name", "content"), WRITINGS.values(), ids=WRITINGS.keys())
def test_des_decp_comme_les_gens_les_ont(name, content):
    found = prepared(name, content, extraction=date(2024, 9, 30))
    assert found.issue == "importe", messages(found)
    columns = ("numero", "acheteur_siret", "date_notification")
    assert found.rows.select(columns).rows() == [("N1", AVIGNON, date(2024, 5, 15))]


def test_un_parquet_de_listes_et_d_instants():
    instants = pl.Series([date(2023, 12, 31)]).cast(pl.Datetime("us", "UTC")) + pl.duration(
        hours=23
    )
    content = parquet(
        dateNotification=pl.select(instants).to_series(),
        considerationsSociales=[["Clause sociale", "Critère social"]],
    )
    found = prepared("decp_20240930.parquet", content)
    assert found.rows["date_notification"].to_list() == [date(2024, 1, 1)]
    assert found.rows["considerations_sociales"].to_list() == ["Clause sociale, Critère social"]


def test_une_barre_mal_ecrite_se_lit_et_se_dit():
    content = document(record(objet="C:#dossier")).replace(b"#", b"\\d")
    found = one(content)
    assert found.rows["objet"].to_list() == ["C:\\ddossier"]
    assert any("barres" in text for _, _, text in messages(found))


def test_un_octet_etranger_ne_change_que_sa_ligne():
    records = [record(id=f"É{rank}", objet="Réfection à l'école") for rank in range(8)]
    text = json.dumps({"marches": {"marche": records}}, ensure_ascii=False, indent=1)
    content = text.encode().replace("Réfection".encode(), b"R\xe9fection", 1)
    found = one(content)
    assert set(found.rows["objet"]) == {"Réfection à l'école"}
    line = content[: content.index(b"\xe9f")].count(b"\n") + 1
    assert any(f"ligne {line} du fichier" in text for _, _, text in messages(found))


@pytest.mark.parametrize(
    ("around", "is_page"),
    [
        (lambda flat: {"total_count": 12, "results": flat}, True),
        (lambda flat: {"data": flat, "meta": {"total": 12}}, True),
        (lambda flat: {"nhits": 1, "records": [{"fields": one} for one in flat]}, False),
        (lambda flat: {"type": "FeatureCollection",
                       "features": [{"type": "Feature", "properties": each} for each in flat]},
         False),
    ],
)  # fmt: skip
def test_une_page_de_portail_dit_ce_qui_lui_manque(around, is_page):
    flat = [{"id": "1", "acheteur_id": AVIGNON, "montant": 40000, "datenotification": "2024-03-12"}]
    read = one(json.dumps(around(flat)).encode())
    assert read.rows.height == 1
    assert any("page de portail" in text for _, _, text in messages(read)) is is_page
