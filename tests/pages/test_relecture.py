"""Une publication retirée pendant qu'on lit : la page se relit, sans erreur ni mélange."""

import pytest
import streamlit as st

import queries
from data.publish import current, forget_others
from pages.shared.frame.view import READ_AT_MOST
from tests.support.page import raw, run_page, seen_in
from tests.support.queries_store import heures, write


def publish(store, people):
    write(store, heures=[heures(f"p{rank}", "2023-01", 10) for rank in range(people)])


def replace_all(store):
    """Publie sept personnes et retire tout ce qui précède, comme le fait un effacement."""
    publish(store, 7)
    forget_others(current(store).number, store)


def test_une_publication_retiree_en_pleine_lecture_se_relit(tmp_path, monkeypatch):
    """La page repart de celle qui est servie, seule."""
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    publish(tmp_path, 3)
    real, seen = queries.run, []

    def retired(name, *given, **filtres):
        if name == "chiffres_cles" and not seen:
            seen.append(current(tmp_path).number)
            replace_all(tmp_path)
        return real(name, *given, **filtres)

    monkeypatch.setattr(queries, "run", retired)
    st.cache_resource.clear()
    test = run_page("accueil", annee="2023")
    assert seen == [1] and current(tmp_path).number == 2
    assert "n'a pas pu s'afficher" not in raw(test) and not test.error
    assert "70 heures d'insertion" in seen_in(test) and "7 personnes" in seen_in(test)
    assert "30 heures" not in seen_in(test)


def test_ce_qui_manque_vraiment_se_dit(tmp_path, monkeypatch):
    """Une page ne se relit pas sans fin : un fichier qui manque toujours est une erreur dite."""
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    publish(tmp_path, 3)
    asked = []

    def missing(*_given, **_filtres):
        asked.append(1)
        raise FileNotFoundError("exact.duckdb")

    monkeypatch.setattr(queries, "run", missing)
    st.cache_resource.clear()
    with pytest.raises(AssertionError):
        run_page("accueil", annee="2023")
    assert 1 < len(asked) < 20


def test_des_publications_retirees_l_une_apres_l_autre_se_disent(tmp_path, monkeypatch):
    """Chaque lecture trouve la sienne déjà retirée : la page dit quoi faire, sans erreur."""
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    publish(tmp_path, 3)
    real, is_moving = queries.run, [True]

    def retired(name, *given, **filtres):
        if is_moving[0]:
            replace_all(tmp_path)
        return real(name, *given, **filtres)

    monkeypatch.setattr(queries, "run", retired)
    st.cache_resource.clear()
    test = run_page("accueil", annee="2023")
    assert current(tmp_path).number == 2 + READ_AT_MOST
    said = seen_in(test)
    assert "relue cinq fois" in said and "rechargez la page" in said and not test.error
    is_moving[0] = False
    assert "70 heures d'insertion" in seen_in(test.run())
