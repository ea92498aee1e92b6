"""Chaque sorte d'export : son échantillon, ses intitulés, et qu'elle ne se confond avec aucune.

La liste vient du dossier data/formats : un format ajouté est essayé, et son échantillon exigé.
"""

import random
import unicodedata
from collections import Counter
from datetime import date

import pytest

from data.columns import COLUMNS
from data.formats import formats, recognized_formats
from data.schema import table_schema
from data.words import month_of, normalize
from tests.support.fabrique import JOUR, csv, messages, prepared
from tests.support.places import EXPORTS
from tests.support.pseudonymes import contrat

# Les DECP ont leur lecteur et leurs tests (test_decp_formats.py).
NOMS = sorted(recognized_formats())
FICHIERS = sorted(path for path in EXPORTS.iterdir() if path.is_file())
ECHANTILLONS = [path for path in FICHIERS if not path.name.startswith("decp")]
LIGNES = {  # retenues, et total de la colonne de mesure compté à la main dans l'échantillon
    "actions": (3, 0),
    "activite": (4, 140000),
    "contrats": (2, 760),
    "engagements": (3, 760),
    "extraction": (2, 332),
    "financements": (4, 0),
    "heures": (None, 344.5),
    "marches": (2, 760),
    "objectifs": (5, 0),
    "participants": (3, 0),
    "situations": (2, 0),
}


def format_of(path):
    return next(name for name in NOMS if path.name.startswith(name))


@pytest.mark.parametrize("name", sorted(formats()))
def test_chaque_format_a_son_echantillon(name):
    assert any(path.name.startswith(name) for path in FICHIERS), "ajoutez-le à tests/exports/"


@pytest.mark.parametrize("path", ECHANTILLONS, ids=lambda path: path.stem)
def test_un_echantillon_se_lit_en_entier(path):
    one = prepared(path.name, path.read_bytes())
    name = format_of(path)
    rows, total = LIGNES[name]
    assert (one.issue, one.format) == ("importe", name)
    assert not [said for _, _, said in messages(one) if "non reconnues" in said]
    assert one.lignes["ecartees"] == 0 and one.lignes["retenues"] == (
        rows or one.rows["ligne"].n_unique()
    )
    assert one.heures["retenues"] == total
    assert dict(one.rows.schema) == table_schema(formats()[name])


def test_heures_longues_larges_et_datees_disent_la_meme_chose():
    """Les corrections de la forme longue mises à part, les mois et les heures sont les mêmes."""
    months = {}
    for path in ECHANTILLONS:
        if path.name.startswith("heures"):
            rows = prepared(path.name, path.read_bytes()).rows
            found = rows.group_by("numero_contrat", "mois").agg(
                heures=rows["heures_realisees"].sum()
            )
            sums = Counter()
            for contract, month, hours in rows.select(
                "numero_contrat", "mois", "heures_realisees"
            ).iter_rows():
                sums[contract, month] += hours
            assert found.height == len(sums)
            months[path.stem] = dict(sums)
    expected = {
        (contrat("C-1"), date(2024, 3, 1)): 151.5, (contrat("C-1"), date(2024, 4, 1)): 88.0,
        (contrat("C-2"), date(2024, 4, 1)): 70.0, (contrat("C-2"), date(2024, 5, 1)): 35.0,
    }  # fmt: skip
    assert len(months) == 3 and all(one == expected for one in months.values())


@pytest.mark.parametrize("name", NOMS)
def test_un_format_est_coherent(name):
    one = formats()[name]
    assert one.name == name
    assert set(one.headings) <= set(COLUMNS) and set(one.kept) <= set(one.headings)
    assert set(one.required) <= set(one.headings) and set(one.filled) <= set(one.headings)
    assert set(one.identity) <= set(table_schema(one))
    assert "structure" in one.headings and "structure" not in one.kept
    assert not one.measure or one.measure in one.headings
    never_kept = {column for column in one.kept if COLUMNS[column].kind == "identite"}
    assert not never_kept and "date_naissance" not in one.kept


@pytest.mark.parametrize("name", NOMS)
def test_aucun_intitule_n_est_ambigu_dans_un_format(name):
    one = formats()[name]
    known = [
        normalize(text) for texts in one.headings.values() for text in set(map(normalize, texts))
    ]
    twice = [text for text, count in Counter(known).items() if count > 1]
    assert not twice, f"{twice} répondent à deux colonnes"
    assert not set(known) & set(map(normalize, one.dropped)), "lu et jamais lu à la fois"
    if one.reshape:
        assert not [text for text in known if month_of(text)]


@pytest.mark.parametrize("name", NOMS)
def test_intitules_attendus_reconnus_quels_que_soient_ordre_casse_accents(name):
    one = formats()[name]
    expected = {column: texts[0] for column, texts in one.headings.items()}
    for change in (str.upper, str.lower, unaccented, decomposed, spaced):
        columns = list(expected)
        random.Random(change.__name__).shuffle(columns)
        assert {column: one.column_of(change(expected[column])) for column in columns} == {
            column: column for column in columns
        }


def unaccented(text):
    spread = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def spaced(text):
    return "  " + text.replace(" ", "\u00a0 ").replace("'", "’") + " *"


@pytest.mark.parametrize("name", NOMS)
def test_un_fichier_aux_colonnes_melangees_est_du_meme_format(name):
    """Toutes les colonnes attendues, en désordre et en capitales : le bon format gagne."""
    one = formats()[name]
    headings = [texts[0].upper() for texts in one.headings.values()]
    random.Random(name).shuffle(headings)
    found = prepared(f"x_ITV_{JOUR}.csv", csv([headings, ["?"] * len(headings)]))
    assert found.format == name or name in str(found.question)
