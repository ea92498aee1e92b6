"""La définition d'un indicateur dit les règles chiffrées qu'il suit, et celles-là seulement."""

from __future__ import annotations

import pytest

import queries
from pages.shared.words.definitions import READ_AS, RULES, rules_of
from queries.catalog import reads

# Une règle qu'une question peut changer, et son autre valeur : qui en change la suit.
OPTIONS = {
    "diviseur_etp": ("diviseur_etp", 1600),
    "point_de_depart": ("point_de_depart", "fin_premier_contrat"),
    "formation_positive_convention": ("formation_positive", "oui"),
}


@pytest.fixture(scope="module")
def regles(magasin_exemples):
    return queries.run("parametres", magasin_exemples)


def told(name: str, regles) -> set[str]:
    said = rules_of(queries.describe(name), regles)
    return {row["cle"] for row in regles.rows(named=True) if row["libelle"] in said}


@pytest.mark.parametrize("cle", OPTIONS)
def test_un_chiffre_que_change_une_regle_la_dit(magasin_exemples, regles, cle):
    option, other = OPTIONS[cle]
    themes = [theme for theme, rules in RULES.items() if cle in rules]
    names = [one for one in queries.names() if queries.describe(one).theme in themes]
    plain = queries.run_many(names, magasin_exemples, annee=2024)
    changed = queries.run_many(names, magasin_exemples, annee=2024, **{option: other})
    moved = {one for one in names if not plain[one].equals(changed[one])}
    assert moved and all(cle in told(one, regles) for one in moved)


@pytest.mark.parametrize(
    ("name", "cles"),
    [
        ("heures_par_epci", set()),
        ("heures_etp", {"diviseur_etp", "mois_provisoires"}),
        ("beneficiaires_par_structure", set()),
        ("beneficiaires_par_type_contrat", set()),
    ],
)
def test_une_regle_qui_ne_change_rien_n_est_pas_dite(regles, name, cles):
    assert told(name, regles) == cles


@pytest.mark.parametrize("theme", RULES)
def test_chaque_regle_d_un_theme_y_est_lue(theme):
    every = [reads(one) for one in queries.names() if queries.describe(one).theme == theme]
    unread = {cle for cle in RULES[theme] if not any(READ_AS.get(cle, cle) in one for one in every)}
    assert not unread
