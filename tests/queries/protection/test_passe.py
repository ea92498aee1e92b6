"""En une passe, la réponse est celle de l'écran : mêmes lignes, même ordre, mêmes colonnes."""

from __future__ import annotations

import pytest

import queries
from data.publish import Generation, current
from queries.protection.count.collecte import Reponses, collect
from queries.protection.rules.liste import Demande, names_for
from tests.support.queries_store import COVE

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
