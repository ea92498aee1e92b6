"""Chaque page, vue par chaque rôle : ce qu'elle montre vient du droit, et rien ne l'arrête."""

import re

import pytest

from data.publish.acces import PLENIERE, TOTAL, Droit
from pages.shared.frame.menu import FOOT, MENU, page_table
from pages.shared.frame.menu import ROOT as RACINE
from tests.support.page import PROTECTION, plain, raw, run_page, seen_in
from tests.support.parties import views_of
from tests.support.places import ROOT
from tests.support.queries_store import COVE, GRAND_AVIGNON

ROLES = {
    "referent": Droit(epci=frozenset({COVE})),
    "structure": Droit(structures=frozenset({"ITV"})),
    "facilitateur": Droit(structures=frozenset({"ITV"}), importe=frozenset({"ITV"})),
    "financeur": Droit(est_financeur=True),
}
A_SOI = {
    "referent": {"epci": COVE},
    "structure": {"structure": "ITV"},
    "facilitateur": {"structure": "ITV"},
    "financeur": {},
}
AILLEURS = {
    "referent": {"epci": GRAND_AVIGNON},
    "structure": {"structure": "CIE84"},
    "facilitateur": {"structure": "CIE84"},
}
ANNEE = {"annee": "2023"}
# Celles qui disent le droit lui-même, ou les fichiers déposés.
PROPRES = ("acces", "imports", "pleniere")
HORS_DROIT = re.compile(r'<p class="regle">Ces filtres dépassent.*?</p>', re.DOTALL)


def opens(name, droit):
    """Dit si ce droit ouvre cette page, écrit autrement que le menu."""
    if name == "imports":
        return bool(droit.importe)
    return name != "relances" or bool(droit.structures)


@pytest.fixture(autouse=True)
def served(magasin_protege, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_protege))


@pytest.fixture
def acting(monkeypatch):
    """Ouvre une page avec le droit d'un autre."""

    def open_as(droit, page, **address):
        # La page Imports d'abord : importée après, elle garderait ce droit d'un test à l'autre.
        for place in ("pages.imports.access", "pages.connexion"):
            monkeypatch.setattr(f"{place}.reader_right", lambda *_: droit)
        return run_page(page, **address)

    return open_as


@pytest.mark.parametrize("page", ["methode", "protection", "heures"])
def test_une_page_que_les_filtres_ne_changent_pas_ne_les_dit_pas(page, acting):
    seen = raw(acting(ROLES["referent"], page, **ANNEE, epci=GRAND_AVIGNON))
    is_filtered = page == "heures"
    assert ('class="vue"' in seen) == is_filtered
    assert bool(HORS_DROIT.search(seen)) == is_filtered


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", [one for one in MENU if one != "pleniere"])
def test_une_page_s_ouvre_pour_chaque_role(page, role, acting):
    """Aucune partie ne s'arrête, chez soi comme sans choisir ; ce qui ne se lit pas y est dit."""
    for view in views_of(page):
        assert seen_in(acting(ROLES[role], page, **ANNEE, **A_SOI[role], **view))
    assert seen_in(acting(ROLES[role], page, **ANNEE))


@pytest.mark.parametrize(
    ("page", "role"),
    [
        (page, role)
        for role in AILLEURS
        for page in MENU
        if page not in PROPRES and opens(page, ROLES[role])
    ],
)
def test_hors_de_son_droit_une_page_est_celle_de_la_projection(page, role, acting):
    """Ailleurs, chacun voit exactement ce que le mode projection montre à tous."""
    for view in views_of(page):
        asked = {**ANNEE, **AILLEURS[role], **view}
        elsewhere = acting(ROLES[role], page, **asked)
        projected = acting(TOTAL, page, **asked, projection="oui")
        assert PROTECTION not in raw(elsewhere) or page == "protection"
        assert _told(elsewhere) == _told(projected), view


def page_table_names(droit):
    """Les pages qu'ouvre un droit."""
    return {name for name in MENU if opens(name, droit)}


def _told(test):
    """Ce qui se lit d'une page, sans la phrase qui dit que l'on est hors de son droit."""
    return plain(re.sub(r"<[^>]+>", " ", HORS_DROIT.sub("", raw(test)))).split()


def test_chez_soi_une_page_est_exacte(acting):
    for role, place in A_SOI.items():
        if role == "financeur":
            continue
        assert PROTECTION in raw(acting(ROLES[role], "heures", **ANNEE, **place))
    same = [_told(acting(one, "heures", **ANNEE, epci=COVE)) for one in (TOTAL, ROLES["referent"])]
    assert same[0] == same[1], "le référent lit de son territoire ce que tous en liraient"


def test_un_financeur_lit_d_abord_des_chiffres_proteges(acting):
    assert PROTECTION not in raw(acting(ROLES["financeur"], "heures", **ANNEE))


@pytest.mark.parametrize("droit", [PLENIERE, Droit(est_administrateur=True)])
def test_sans_chiffre_exact_le_site_n_est_que_l_acces_et_la_pleniere(droit, acting):
    for page in MENU:
        if page == "pleniere":
            continue
        seen = seen_in(acting(droit, page, **ANNEE))
        is_open = page in ("acces", "protection")
        assert is_open or "Que puis-je lire ici" in seen, page
        assert PROTECTION not in seen or page == "protection"


def test_les_listes_de_personnes_ne_sont_qu_a_leur_structure(acting):
    own = acting(ROLES["structure"], "relances", **ANNEE, structure="ITV")
    assert PROTECTION in raw(own)
    for role in ("referent", "financeur"):
        other = seen_in(acting(ROLES[role], "relances", **ANNEE, **A_SOI[role]))
        assert "Qui relancer" in seen_in(own) and "Qui relancer" not in other
        assert "N° participant" not in other


def test_le_menu_ne_mene_qu_a_ce_qui_s_ouvre():
    for role, droit in ROLES.items():
        names = set(page_table(droit))
        assert names == page_table_names(droit), role
    assert set(page_table(PLENIERE)) == {RACINE, "acces", "pleniere", "protection"}
    assert set(page_table(TOTAL)) == set(MENU) and set(FOOT) <= set(MENU)


def test_une_page_ne_questionne_que_par_sa_vue():
    """Hors de la vue, personne n'appelle `queries.run` sans dire avec quel droit."""
    calls = re.compile(r"queries\.run(?:_many)?\b(?!_)")
    found = [
        (path.relative_to(ROOT).as_posix(), line)
        for path in (ROOT / "pages").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if calls.search(line) and "`" not in line
    ]
    assert found and not [one for one in found if "droit=" not in one[1]]
