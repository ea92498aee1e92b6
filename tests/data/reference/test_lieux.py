"""Communes et quartiers prioritaires reconnus par leur nom, tel qu'un export l'écrit."""

import polars as pl
import pytest

from data import reference

TABLES = reference.load()

COMMUNES = [
    ("Avignon", None, "84007"),
    ("AVIGNON CEDEX 9", "84918", "84007"),
    ("84000 Avignon", None, "84007"),
    ("Ville d'Avignon", "84000", "84007"),
    ("L’ISLE SUR LA SORGUE", "84800", "84054"),
    ("Isle-sur-la-Sorgue (L')", None, "84054"),
    ("L'Isle s/ Sorgue", None, "84054"),
    ("St Saturnin les Apt", None, "84118"),
    ("Saint-Saturnin-d'Apt", "84490", "84118"),
    ("St-Saturnin-lès-Avignon", None, "84119"),
    ("Ste Cécile les Vignes", None, "84106"),
    ("Pontet (Le)", "84130", "84092"),
    ("pontet", None, "84092"),
    ("Les Taillades", None, "84131"),
    ("Vedene", None, "84141"),
    ("Vaison", None, "84137"),
    ("Villeneuve-les-Avignon", "30400", "30351"),
    ("Céreste", "4280", "04045"),
    ("Vitrolles", "84240", "84151"),
    ("Vitrolles", "13127", "13117"),
    ("Vitrolles", None, None),
    ("Mirabeau", "04510", None),
    ("Saint-Pantaléon", None, "84114"),
    ("Bourg-en-Bresse", "01000", None),
    ("", None, None),
    (None, "84000", None),
]


@pytest.mark.parametrize(("nom", "postal", "attendu"), COMMUNES)
def test_find_commune(nom: str | None, postal: str | None, attendu: str | None) -> None:
    assert reference.find_commune(nom, postal) == attendu


def test_with_code_insee_garde_les_lignes() -> None:
    frame = pl.DataFrame(COMMUNES * 2, schema=["commune", "cp", "attendu"], orient="row")
    found = reference.with_code_insee(frame, "commune", "cp", "code_insee")
    assert found["code_insee"].to_list() == frame["attendu"].to_list()
    assert found.drop("code_insee").equals(frame)
    alone = reference.with_code_insee(frame.head(1), "commune", None, "commune")
    assert alone["commune"].to_list() == ["84007"]


def test_chaque_commune_se_retrouve() -> None:
    communes = TABLES["ref_commune"].with_columns(
        pl.col("codes_postaux").str.split("|").list.first().alias("cp")
    )
    found = reference.with_code_insee(communes, "nom", "cp", "trouve")
    assert found["trouve"].to_list() == communes["code_insee"].to_list()
    shouted = communes.with_columns(pl.col("nom").str.to_uppercase().str.replace_all("-", " "))
    found = reference.with_code_insee(shouted, "nom", None, "trouve")
    lost = found.filter(pl.col("trouve").ne_missing(pl.col("code_insee")))
    assert lost["nom"].to_list() == ["VITROLLES"]


@pytest.mark.parametrize(
    ("qpv", "commune", "attendu"),
    [
        ("QN08404I", None, ("QN08404I", "2024")),
        ("qp084004", None, ("QN08404I", "2015")),
        ("QP 084006", "84092", ("QN08405M", "2015")),
        ("Saint-Chamand", "84007", ("QN08404I", "2024")),
        ("Quartier de St Chamand", None, ("QN08404I", "2024")),
        ("Monclar", None, ("QN08402M", "2024")),
        ("Monclar - Champfleury", "84007", ("QN08402M", "2024")),
        ("Quartiers Sud", "84007", ("QN08402M", "2024")),
        ("Quartiers Sud", None, None),
        ("Dr Ayme", "84035", ("QN08419I", "2024")),
        ("Docteur Ayme", None, ("QN08419I", "2024")),
        ("Centre-ville", None, None),
        ("Centre-ville", "84031", ("QN08407M", "2024")),
        ("Centre ville", "84129", ("QN08401M", "2024")),
        ("Centre ville", "84080", ("QN08415I", "2024")),
        ("Monclar", "84003", None),
        ("Non", None, None),
        ("", "84007", None),
        (None, None, None),
    ],
)
def test_qpv(qpv: str | None, commune: str | None, attendu: tuple[str, str] | None) -> None:
    assert reference.find_code_qpv(qpv, commune) == attendu
    frame = pl.DataFrame({"q": [qpv], "c": [commune]}, schema={"q": pl.String, "c": pl.String})
    found = reference.with_code_qpv(frame, "q", "c", "qpv_code", "generation")
    assert found.select("qpv_code", "generation").row(0) == (attendu or (None, None))


def test_alias_des_qpv_sans_ambiguite() -> None:
    rows = TABLES["ref_qpv"].select("code", "code_insee", "nom", "alias", "alias_commune")
    for code, commune, nom, alias, local in rows.iter_rows():
        for text in (nom, *(alias or "").split("|"), *(local or "").split("|")):
            if text:
                assert reference.find_code_qpv(text, commune) == (code, "2024")
        for text in (alias or "").split("|"):
            if text:
                assert reference.find_code_qpv(text) == (code, "2024")
