"""Une définition, un tableau, un fichier ne sont faits qu'une fois ouverts ou demandés."""

import pytest
import streamlit as st

import queries
from pages.shared.frame import footer
from tests.support.page import raw, run_folded, run_page


@pytest.fixture(autouse=True)
def served(magasin_protege, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_protege))


def test_un_volet_ferme_n_est_ni_fait_ni_envoye(monkeypatch):
    made = []
    for name in ("definition_html", "table_html", "build_export"):
        real = getattr(footer, name)
        monkeypatch.setattr(
            footer, name, lambda *given, name=name, real=real: made.append(name) or real(*given)
        )
    folded = run_folded("heures", annee="2023")
    assert made == []
    opened = run_page("heures", annee="2023")
    assert set(made) == {"definition_html", "table_html"}, "le fichier, lui, attend d'être demandé"
    definition = queries.describe("heures_par_structure").definition[:40]
    assert definition not in raw(folded) and "<table" not in raw(folded)
    assert len(raw(folded)) < 0.5 * len(raw(opened))


def test_un_resultat_n_est_lu_qu_une_fois_par_page(monkeypatch):
    asked = []
    real = queries.run

    def watched(name, *given, **filtres):
        asked.append((name, tuple(sorted((key, str(one)) for key, one in filtres.items()))))
        return real(name, *given, **filtres)

    monkeypatch.setattr(queries, "run", watched)
    st.cache_resource.clear()
    run_page("heures", annee="2023")
    assert len(asked) == len(set(asked)) > 5
    before = len(asked)
    run_page("heures", annee="2023")
    assert len(asked) == before, "la seconde visite ne pose aucune question"
