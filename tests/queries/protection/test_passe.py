"""En une passe, la réponse est celle de l'écran : mêmes lignes, même ordre, mêmes colonnes."""

from __future__ import annotations

import duckdb
import pytest

import queries
from data.publish import Generation, current, memory
from queries.base import base, cursor
from queries.catalog import files, sql_of
from queries.filters import parse
from queries.protection.count import passe
from queries.protection.count.collecte import Reponses, collect
from queries.protection.count.passe import Passe, columns_read
from queries.protection.rules.liste import LUS, Demande, names_for
from tests.support.queries_store import COVE, marche, write

# Une question par maille, une année pleine, une année entamée, et un EPCI où rien n'est situé.
QUESTIONS = [
    Demande(),
    Demande(structure="CIE84"),
    Demande(epci=COVE),
    Demande(2023),
    Demande(2024),
    Demande(2024, structure="MLJGA"),
    Demande(2023, epci=COVE),
    Demande(2023, epci="200035723"),
]


@pytest.fixture(scope="module")
def served(magasin_protege) -> Generation:
    return current(magasin_protege)


@pytest.fixture(scope="module")
def found(served) -> Reponses:
    return collect(served, lambda *_: None)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda one: one.cle or "tout")
def test_une_passe_repond_comme_une_question_seule(served, found, asked):
    names = names_for(asked.maille)
    alone = queries.answer(served, names, est_compare=asked.epci is None, **asked.filters)
    assert set(found[asked]) == set(alone)
    different = [name for name in names if not found[asked][name].equals(alone[name])]
    assert not different


def test_une_passe_repond_a_toute_la_liste(found):
    for asked, frames in found.items():
        assert list(frames) == [name for name in frames if name in names_for(asked.maille)]
        assert len(frames) == len(names_for(asked.maille))
    assert any(frame.height for frames in found.values() for frame in frames.values())


@pytest.mark.parametrize(("weight", "most"), [(1, 1), (12, 12), (60, 60)])
def test_posees_en_plusieurs_fois_les_questions_ont_les_memes_reponses(
    served, found, weight, most, monkeypatch
):
    """Comme pour un pays, dont toutes les questions à la fois rempliraient le disque."""
    lines, together = base(served).lines, []
    monkeypatch.setattr(passe, "LIGNES_PAR_PASSE", weight * lines)
    monkeypatch.setattr(passe, "LIGNES_PAR_REPONSE", 3 * lines)
    monkeypatch.setattr(memory, "GROSSE_OCTETS", 1)
    real = passe.Passe.__init__

    def opened(self, connection, numeros, *more):
        together.append(len(numeros))
        real(self, connection, numeros, *more)

    monkeypatch.setattr(passe.Passe, "__init__", opened)
    again = collect(served, lambda *_: None)
    assert max(together) <= most and len(together) > 1
    assert list(again) == list(found)
    different = [
        (asked.cle, name)
        for asked, frames in found.items()
        for name, frame in frames.items()
        if not again[asked][name].equals(frame)
    ]
    assert not different


def test_les_lignes_d_une_publication_sont_celles_de_son_manifeste(served):
    assert base(served).lines == sum(served.manifest["lignes"].values())


def test_sans_heures_recues_la_passe_repond_de_ce_qui_n_a_pas_d_annee(tmp_path):
    """Des marchés seuls : aucune année, donc aucune question pour bien des indicateurs."""
    write(tmp_path, marches=[marche()])
    found = collect(current(tmp_path), lambda *_: None)
    assert {one.annee for one in found} == {None}
    asked = Demande()
    alone = queries.answer(current(tmp_path), names_for(asked.maille), est_compare=True)
    assert all(found[asked][name].equals(frame) for name, frame in alone.items())


def test_une_definition_ne_se_calcule_que_pour_les_filtres_qu_elle_lit(served):
    """Une personne ne dépend ni de l'année ni du lieu ; un territoire, pas de l'année."""
    asked = [parse(one.filters) for one in QUESTIONS]
    numeros = {one: rank for rank, one in enumerate(dict.fromkeys(asked))}
    with cursor(base(served)) as connection:
        found = Passe(connection, numeros).needs({sql_of(files()[name]): asked for name in LUS})
    computed = {word: len(set(same.values())) for word, same in found.items()}
    assert computed["premiers_contrats"] == 1
    assert computed["territoires"] == len({(one.structure, one.epci) for one in QUESTIONS})
    assert computed["heures_filtrees"] == len(QUESTIONS)


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        ("select a.x from a cross join filtre where a.x = filtre.epci", ["epci"]),
        ("select a.x from a inner join filtre using (axe)", ["axe"]),
        ("select epci, axe from filtre", ["axe", "epci"]),
        ("select a.filtre, a.epci from a", []),
    ],
)
def test_les_colonnes_du_filtre_que_lit_un_sql(sql, read):
    assert sorted(columns_read(sql, ("axe", "epci", "debut"))) == read


def test_une_lecture_du_filtre_passee_inapercue_se_refuse(served):
    """Sans quoi elle répondrait d'une question à la place d'une autre."""
    numeros = {parse(QUESTIONS[3].filters): 0}
    hidden = "select autre.debut, filtre.epci from ref_epci cross join filtre, filtre as autre"
    with cursor(base(served)) as connection, pytest.raises(duckdb.BinderException):
        Passe(connection, numeros).ask(hidden, [*numeros])
