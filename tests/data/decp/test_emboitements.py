"""Toutes les formes d'un contrat en JSON : emballages, considérations, lieux."""

import json

import pytest

from data.decp.nesting import Incompris, objects, texts
from tests.support.contrats_decp import AILLEURS, DEUX, UN, A, B, document, one, record
from tests.support.fabrique import messages

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
