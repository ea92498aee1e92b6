"""Toute colonne publiée se lit depuis la vue de base de son mot : un indicateur n'y ajoute rien.

Une ligne par table, dont chaque cellule est reconnaissable : la vue doit rendre cette cellule.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

import queries
from data.columns import COLUMNS
from data.publish import current
from data.schema import tables
from tests.support.queries_store import write

# Table -> les vues où ses lignes se lisent, de celle qu'on ouvre d'abord à celle qui complète.
BASES = {
    "contrats": ("contrats_tous",),
    "heures": ("heures_toutes",),
    "participants": ("fiches",),
    "marches": ("fiches_marches", "marches_tous"),
    "engagements": ("engagements_lots",),
    "actions": ("actions_situees",),
    "situations": ("situations_relevees",),
    "extraction": ("contrats_tous", "heures_toutes", "fiches", "situations_relevees",
                   "marches_tous"),
}  # fmt: skip
# Un seul thème les lit, et les lit telles quelles.
SANS_VUE = {"activite", "decp", "financements", "objectifs"}
# Ce qui décrit la publication, non le métier.
SANS_MOT = {"imports", "anomalies", "departs"}
TECHNIQUES = {"import_id", "ligne"}
# Le même mot s'écrit autrement dans la vue : elle le complète, ou réunit plusieurs colonnes.
AUTREMENT = {
    ("participants", "brsa"): "est_brsa",
    ("participants", "deld"): "est_deld",
    ("participants", "jeune_26"): "est_jeune",
    ("participants", "qpv"): "est_qpv",
    ("participants", "senior_50"): "est_senior",
    ("marches", "intitule_lot"): "objet",
    ("marches", "intitule_operation"): "operation",
    ("situations", "situation_sortie"): "situation",
    ("situations", "situation_6_mois"): "situation",
    ("situations", "situation_12_mois"): "situation",
    ("situations", "date_sortie"): "date_releve",
    ("situations", "date_releve_6_mois"): "date_releve",
    ("situations", "date_releve_12_mois"): "date_releve",
    ("extraction", "qpv"): "est_qpv",
    ("extraction", "situation_6_mois"): "situation",
    ("extraction", "date_releve_6_mois"): "date_releve",
}
# Lues dans les critères est_brsa, est_deld, est_th… qu'elles complètent.
DEPLIEES = {("participants", "autres_eligibilites"), ("extraction", "statut")}
# Ce qui relie les lignes d'une table à l'autre, et ce qu'une règle de vue demande.
LIENS = {
    "structure": "CIE84", "numero_participant": "P1", "personne": "P1", "numero_marche": "M1",
    "numero_lot": "1", "validation": "valide", "date_debut": date(2024, 3, 4),
    "date_fin": date(2024, 3, 29), "date_action": date(2024, 3, 5), "mois": date(2024, 3, 1),
}  # fmt: skip
# L'extraction n'ajoute des heures et un marché que là où les exports n'en disent rien.
SEULE = {"numero_marche": "M2", "date_debut": date(2024, 4, 2), "date_fin": date(2024, 4, 30)}


def marked(table: str) -> dict[str, object]:
    """Rend la ligne d'une table : aucune cellule vide, aucune deux fois."""
    links = LIENS | (SEULE if table == "extraction" else {})
    rank = 1000 * list(tables()).index(table)
    return {
        name: links.get(name, cell(f"{table} {name}", kind, rank + number))
        for number, (name, kind) in enumerate(tables()[table].items())
    }


def cell(text: str, kind: object, number: int) -> object:
    match kind:
        case pl.String:
            return text
        case pl.Boolean:
            return True
        case pl.Date:
            return date(2024, 1, 1) + timedelta(number)
        case pl.Int64 | pl.Float64:
            return number
    return Decimal(number)


def is_wanted(table: str, name: str) -> bool:
    """Dit si la règle vaut : ni technique, ni personnel, sauf un code ou un oui/non."""
    if name in TECHNIQUES or (table, name) in DEPLIEES:
        return False
    column = COLUMNS.get(name)
    is_closed = column is None or bool(column.codes) or column.kind == "oui_non"
    return is_closed or not column.est_personnelle


WANTED = [(table, name) for table in BASES for name in tables()[table] if is_wanted(table, name)]


@pytest.fixture(scope="module")
def vues(tmp_path_factory) -> dict[str, pl.DataFrame]:
    rows = {table: [marked(table)] for table in BASES}
    published = current(write(tmp_path_factory.mktemp("marque"), **rows))
    names = {view for views in BASES.values() for view in views}
    return {name: queries.read(published, f"select * from {name}") for name in names}


@pytest.mark.parametrize(("table", "name"), WANTED, ids=lambda one: one)
def test_une_colonne_publiee_se_lit_depuis_la_vue_de_son_mot(vues, table, name):
    shown, value = AUTREMENT.get((table, name), name), marked(table)[name]
    having = [view for view in BASES[table] if shown in vues[view].columns]
    assert having, f"{table}.{name} : à rendre par {BASES[table][0]}"
    assert any(value in vues[view][shown].to_list() for view in having), f"{shown} vide"


def test_chaque_table_a_sa_vue_ou_sa_raison():
    assert set(tables()) == set(BASES) | SANS_VUE | SANS_MOT
    unknown = {*AUTREMENT, *DEPLIEES} - {
        (table, name) for table in BASES for name in tables()[table]
    }
    assert not unknown


def test_un_nom_de_personne_n_entre_dans_aucune_vue(vues):
    for name, frame in vues.items():
        assert not {"numero_participant", "facilitateur"} & set(frame.columns), name
