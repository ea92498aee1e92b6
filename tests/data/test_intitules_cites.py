"""Aucune cellule d'une personne n'est citée comme un intitulé : sa place suffit."""

import json

import pytest

from data.check import REFUSE
from data.recognize import proposed_mapping
from tests.support.fabrique import JOUR, csv, messages, prepared

PERSONNE = ("INVENTÉE", "Zoé", "F", "12/03/1990", "Carpentras", "zoe@exemple.fr")
SANS_ENTETE = [
    [*PERSONNE[:3], "Carpentras", "BRSA", "ETTI Exemple"],
    ["INVENTÉE Zoé", "12/03/1990", "Entreprise", "Marché", "120"],
    ["Zoé", "Femme", "Entreprise", "Marché", "Structure"],
    ["INVENTÉE", "zoe@exemple.fr", "Nom", "Prénom"],
]


def everything(one) -> str:
    said = " ".join(text for _, _, text in messages(one))
    question = one.question
    more = [question.message, proposed_mapping(question)] if question else []
    return json.dumps([said, *more], ensure_ascii=False)


@pytest.mark.parametrize("row", SANS_ENTETE, ids=lambda row: row[-1])
def test_une_ligne_de_personne_n_est_jamais_prise_pour_un_en_tete(row):
    one = prepared(f"x_CIE84_{JOUR}.csv", csv([row, [*row[:-1], "autre"]]))
    assert one.issue == REFUSE and "en-tête" in messages(one)[0][2]
    assert not [value for value in PERSONNE if value in everything(one) and len(value) > 1]


def test_deux_valeurs_qui_ressemblent_a_des_intitules_ne_font_pas_un_en_tete():
    header = ["Salarié", "Né le ", "Typologie", "Nature du dossier", "Volume"]
    rows = [["INVENTÉE Zoé", "12/03/1990", "Entreprise", "Marché", "120"],
            ["AUTRE Léo", "02/03/1991", "Entreprise", "Marché", "80"]]  # fmt: skip
    one = prepared(f"x_CIE84_{JOUR}.csv", csv([header, *rows]))
    text = everything(one)
    assert not [value for value in ("INVENTÉE", "AUTRE", "1990", "1991") if value in text]
    assert [*map(str.strip, one.question.intitules)] == [*map(str.strip, header)]
