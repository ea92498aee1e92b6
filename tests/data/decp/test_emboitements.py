"""Toutes les formes d'un JSON de DECP : emballages, considérations, lieux, portails, syntaxe."""

import gzip
import io
import json
import zipfile
from datetime import date

import polars as pl
import pytest

from data.decp.nesting import Incompris, objects, texts
from tests.data.decp.test_formats import AVIGNON, DEUX, UN
from tests.support.fabrique import messages, prepared

AILLEURS = "21690123100011"
A, B = {"id": UN, "typeIdentifiant": "SIRET"}, {"id": DEUX, "typeIdentifiant": "SIRET"}
LISTES = {
    "liste": [A, B],
    "liste d'emballages": [{"titulaire": A}, {"titulaire": B}],
    "emballage de liste": {"titulaire": [A, B]},
    "liste d'un emballage de liste": [{"titulaire": [A, B]}],
    "emballage double": {"titulaires": {"titulaire": [A, B]}},
    "numéros pour clés": {"0": A, "1": B},
    "emballage de numéros": {"titulaire": {"1": A, "2": B}},
    "objet de listes": {"id": [UN, DEUX], "typeIdentifiant": ["SIRET", "SIRET"]},
    "JSON dans un texte": json.dumps([{"titulaire": A}, {"titulaire": B}]),
    "texte à virgules": f"{UN}, {DEUX}",
    "liste de textes": [UN, DEUX],
    "préfixe de XML": {"decp:titulaire": [A, B]},
    "trous": [None, {}, A, "", B],
}
CONSIDERATIONS = {
    "texte": "Clause sociale",
    "liste": ["Clause sociale"],
    "emballage": {"considerationSociale": ["Clause sociale"]},
    "emballage de texte": {"considerationSociale": "Clause sociale"},
    "liste d'emballages": [{"considerationSociale": "Clause sociale"}],
    "liste d'emballages de listes": [{"considerationSociale": ["Clause sociale"]}],
    "pluriel répété": {"considerationsSociales": {"considerationSociale": ["Clause sociale"]}},
    "numéros": {"0": "Clause sociale"},
    "drapeaux": {"Clause sociale": True, "Critère social": False},
    "code et libellé": [{"code": "1", "libelle": "Clause sociale"}],
    "texte de XML": {"considerationSociale": {"#text": "Clause sociale"}},
    "JSON dans un texte": '["Clause sociale"]',
}


def record(**changes: object) -> dict:
    base = {
        "id": "N1", "acheteur": {"id": AVIGNON}, "nature": "Marché", "objet": "École",
        "lieuExecution": {"code": "84007", "typeCode": "Code commune"}, "dureeMois": 12,
        "dateNotification": "2024-05-15", "montant": 90000,
        "titulaires": [{"titulaire": A}], "considerationsSociales": {"considerationSociale": []},
        "modifications": [],
    }  # fmt: skip
    return base | changes


def document(*records: dict) -> bytes:
    return json.dumps({"marches": {"marche": list(records)}}, ensure_ascii=False).encode()


def one(content: bytes, name: str = "decp_20240930.json"):
    return prepared(name, content)


@pytest.mark.parametrize("shape", LISTES.values(), ids=LISTES.keys())
def test_deux_titulaires_sous_toutes_les_formes(shape):
    found = one(document(record(titulaires=shape)))
    assert found.rows["titulaire_id"].to_list() == [UN, DEUX]
    assert not messages(found)


@pytest.mark.parametrize("shape", [None, "", [], {}, [{}], {"titulaire": []}, {"@nil": "true"}])
def test_aucun_titulaire_garde_le_contrat(shape):
    found = one(document(record(titulaires=shape)))
    assert found.rows["titulaire_id"].to_list() == [None] and not messages(found)


@pytest.mark.parametrize("shape", CONSIDERATIONS.values(), ids=CONSIDERATIONS.keys())
def test_une_consideration_sous_toutes_les_formes(shape):
    found = one(document(record(considerationsSociales=shape)))
    assert found.rows["considerations_sociales"].to_list() == ["Clause sociale"]
    assert not messages(found)


FIRST = {"id": "1", "dateNotificationModification": "2024-09-01", "dureeMois": 24}
LAST = {"id": "2", "dateNotificationModification": "2024-10-01", "dureeMois": 36}


@pytest.mark.parametrize(
    "shape",
    [
        [FIRST, LAST],
        [{"modification": FIRST}, {"modification": LAST}],
        [{"modification": [FIRST, LAST]}],
        {"modification": [FIRST, LAST]},
        {"0": FIRST, "1": LAST},
        json.dumps([FIRST, LAST]),
    ],
)
def test_deux_modifications_sous_toutes_les_formes(shape):
    found = one(document(record(modifications=shape)))
    assert found.rows["modification_id"].to_list() == [0, 1, 2]
    assert found.rows["duree_mois"].to_list() == [12, 24, 36]
    assert found.rows["donnees_actuelles"].to_list() == [False, False, True]


@pytest.mark.parametrize(
    ("field", "shape"),
    [
        ("considerationsSociales", {"inconnu": "Clause sociale"}),
        ("considerationsSociales", {"a": {"b": "c"}}),
        ("modifications", "voir avenant"),
        ("titulaires", True),
        ("titulaires", ["typeIdentifiant", "id"]),
    ],
)
def test_une_forme_inconnue_est_dite(field, shape):
    found = one(document(record(**{field: shape})))
    assert [(line, column) for line, column, _ in messages(found)] == [(1, field)]
    assert found.lignes["retenues"] == 1


def test_un_emballage_sans_fond_est_incompris():
    deep = "Clause sociale"
    for _ in range(40):
        deep = [deep]
    for read in (objects, texts):
        with pytest.raises(Incompris):
            read(deep, "x")


@pytest.mark.parametrize(
    ("shape", "is_kept"),
    [
        ({"code": "084", "typeCode": "Code département"}, True),
        ([{"code": "13055", "typeCode": "Code commune"},
          {"code": "84007", "typeCode": "Code commune"}], True),
        ([{"code": "13", "typeCode": "Code département"},
          {"code": "84000", "typeCode": "Code postal"}], True),
        ([{"code": "84", "typeCode": "Code région"},
          {"code": "13055", "typeCode": "Code commune"}], False),
        ([{"lieuExecution": {"code": "84007", "typeCode": "Code commune"}}], True),
        ({"code": ["13055", "84007"], "typeCode": ["Code commune", "Code commune"]}, True),
        ({"code": "13055,84007", "typeCode": "Code commune"}, True),
        ({"code": "0084", "typeCode": "Code département"}, False),
        ({"code": "84", "typeCode": "Code pays"}, False),
        ("84007", True),
        ({"code": "84007", "typeCode": ""}, True),
        ({"code": "13084"}, False),
        ({"lieu": {"code": "84007", "typeCode": "Code commune"}}, True),
    ],
)  # fmt: skip
def test_plusieurs_lieux(shape, is_kept):
    found = one(document(record(acheteur={"id": AILLEURS}, lieuExecution=shape), record(id="N2")))
    assert ("N1" in found.rows["numero"].to_list()) == is_kept


@pytest.mark.parametrize(
    "place", [{"code": "FR-84", "typeCode": "Code département"}, {"code": "84"}, "084"]
)
def test_un_lieu_mal_ecrit_se_dit(place):
    found = one(document(record(acheteur={"id": AILLEURS}, lieuExecution=place), record(id="N2")))
    assert any("citent le 84" in text and "ligne 1" in text for _, _, text in messages(found))


@pytest.mark.parametrize(
    ("label", "is_told"),
    [("Clause d'insertion", True), (3, True), ("Clause sociale, Critère social", False),
     ("INX Clause sociale", False), ("MARCHÉ RÉSERVÉ", False), (None, False),
     ("Sans objet", False)],
)  # fmt: skip
def test_un_libelle_que_rien_ne_compte_se_dit(label, is_told):
    found = one(document(record(considerationsSociales={"considerationSociale": label})))
    assert any("aucun libellé" in text for _, _, text in messages(found)) == is_told


def test_un_lieu_encore_emballe_se_dit_et_un_acheteur_a_adresse_se_lit():
    place = {"endroit": {"code": "84007"}}
    buyer = {"id": AILLEURS, "adresse": {"ville": "Marseille"}}
    found = one(document(record(acheteur=buyer, lieuExecution=place), record(id="N2")))
    assert [line for line, _, text in messages(found) if "forme inconnue" in text] == [1]


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


def by_line(*records: dict) -> bytes:
    return "\n".join(json.dumps(one) for one in records).encode()


def zipped(*members: tuple[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return output.getvalue()


PLAIN = document(record())
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


def parquet(**columns: pl.Series) -> bytes:
    output = io.BytesIO()
    base = {"uid": ["u1"], "id": ["N1"], "acheteur_id": [AVIGNON]}
    pl.DataFrame({**base, **columns}).write_parquet(output)
    return output.getvalue()


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


FAUTES = {
    "json coupé": (PLAIN[:-20], "coupé", True),
    "json coupé dans un texte": (PLAIN[: PLAIN.index("École".encode()) + 3], "coupé", True),
    "virgule de trop": (PLAIN.replace(b'"nature"', b', "nature"'), "ligne 1, caractère", False),
    "guillemet de trop": (PLAIN.replace("École".encode(), b'a"b'), "ligne 1, caractère", False),
    "lignes dont une fausse": (
        by_line(record()) + b'\n{"id": 1,,}\n' + by_line(record()), "ligne 2", False),
    "lignes coupées": (by_line(record(), record())[:-30], "ligne 2", True),
    "gzip coupé": (gzip.compress(PLAIN * 50)[:-30], "coupé", True),
    "parquet coupé": (parquet(dateNotification=["2024-05-15"])[:-20], "coupé", True),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said", "is_cut"), FAUTES.values(), ids=FAUTES.keys())
def test_la_phrase_dit_la_vraie_cause(content, said, is_cut):
    found = prepared("decp_20240930.json", content)
    ((_, _, text),) = messages(found)
    assert found.issue == "refuse" and said in text
    assert ("Reprenez le téléchargement" in text) == is_cut


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


@pytest.mark.parametrize(("count", "is_told"), [(2, False), (3, True)])
def test_un_fichier_dont_aucun_contrat_ne_repond_se_dit(count, is_told):
    renamed = [record(id=str(rank), considerationsSociales=None) for rank in range(count)]
    told = [text for _, _, text in messages(one(document(*renamed)))]
    assert any("un autre nom" in text for text in told) is is_told


def table(*rows: list[str], end: str = "\n") -> bytes:
    header = ["id", "acheteur_id", "objet", "montant", "dateNotification", "considerationsSociales"]
    return "\n".join(",".join(row) for row in (header, *rows)).encode() + end.encode()


LIGNE = ["N1", AVIGNON, "École", "90000", "2024-05-15", "Clause sociale"]


@pytest.mark.parametrize(
    ("rows", "end", "said"),
    [
        ([LIGNE, LIGNE[:4]], "", "est coupé au milieu de sa dernière ligne"),
        ([LIGNE, LIGNE], "", ""),
        ([LIGNE, ["Source : data.gouv.fr"]], "", ""),
        ([LIGNE, LIGNE[:4]], "\n", ""),
        ([LIGNE[:4], ["N2", AVIGNON, "École"]], "", "est coupé au milieu de sa dernière ligne"),
        ([[*LIGNE[:4], "03/18/2024", ""], [*LIGNE[:4], "03/12/2024", ""]], "\n", "mois avant jour"),
    ],
)
def test_un_tableau_coupe_ou_aux_dates_americaines_est_refuse(rows, end, said):
    read = one(table(*rows, end=end), "decp_20240930.csv")
    told = [text for _, _, text in messages(read)]
    assert (read.issue == "refuse") is bool(said)
    assert not said or said in told[0]


def test_un_tableau_sans_lieu_dit_ce_qu_il_ne_voit_pas():
    told = [text for _, _, text in messages(one(table(LIGNE), "decp_20240930.csv"))]
    assert any(text.startswith("Sans lieu d'exécution") for text in told)
