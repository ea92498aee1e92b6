"""Chaque page à l'écran, sur un magasin inventé : ce qu'elle dit, ce qu'elle ne dit pas."""

import ast
import json
import re

import pytest

import queries
from data.publish import publish_tables
from pages.shared.words.labels import label
from pages.shared.words.vocabulary import LABELS
from tests.support import queries_store as essai
from tests.support.page import HOSTILE, PROTECTION, assert_said_once, raw, run_page, text
from tests.support.parties import views_of
from tests.support.places import ROOT

PAGES = ("accueil", "heures", "beneficiaires", "sorties", "methode")
EXAMPLE = "Données d'exemple, inventées"
# 100 h par mois et par personne : 3 personnes x 12 mois en 2023, 1 personne x 12 mois en 2022.
PEOPLE = {"P1": ("CIE84", essai.COVE), "P2": ("ITV", essai.LMV), "P3": ("MLJGA", None)}
TOWNS = {"CIE84": essai.CARPENTRAS, "ITV": essai.CAVAILLON, "MLJGA": essai.AVIGNON}


def rows():
    """Les lignes de trois personnes, une par structure, et de leurs marchés."""
    hours = [
        essai.heures(person, f"{year}-{month:02}", 100.0, structure)
        for person, (structure, _) in PEOPLE.items()
        for year in (2022, 2023)
        for month in range(1, 13)
        if year == 2023 or person == "P1"
    ]
    contracts = [
        essai.contrat(person, "2023-01-02", "2023-12-31", structure, age_debut=20 + 15 * rank)
        for rank, (person, (structure, _)) in enumerate(PEOPLE.items())
    ]
    markets = [
        essai.marche(
            "M1",
            structure,
            code_insee_travaux=town,
            maitre_ouvrage=HOSTILE,
            heures_prevues=2000.0,
        )
        for structure, town in TOWNS.items()
    ]
    exits = [essai.situation("P1", "cdi", "2023-07-02"), essai.situation("P2", "injoignable")]
    return {"heures": hours, "contrats": contracts, "marches": markets, "situations": exits}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return essai.write(tmp_path_factory.mktemp("magasin"), **rows())


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))

    def _open(page="accueil", **address):
        return run_page(page, **address)

    return _open


@pytest.mark.parametrize("page", PAGES)
def test_chaque_page_dit_ses_filtres_sa_date_et_sa_protection(open_page, page):
    seen = text(open_page(page, periode="2023"))
    # La méthode ne dépend d'aucun filtre.
    assert ("2023 · tout le Vaucluse · lieu des travaux" in seen) == (page != "methode")
    assert "Données au 30 septembre 2026" in seen
    assert PROTECTION in seen
    assert EXAMPLE not in seen
    assert open_page(page).title[0].value.strip()


def test_accueil_dit_la_reponse_calculee(open_page):
    seen = text(open_page("accueil", periode="2023"))
    # Deux structures n'ont rien transmis de 2022 : les deux valeurs, et pas de pourcentage.
    assert "3\u202f600 heures d'insertion réalisées en 2023\u202f; 1\u202f200 en 2022 ne se" in seen
    assert "3\u00a0personnes en ont bénéficié" in seen
    assert "Entreprises attributaires non renseigné" in re.sub(r"\s+", " ", seen)


def test_accueil_au_premier_semestre_se_compare_au_meme_semestre(open_page):
    seen = text(open_page("accueil", periode="2023-S1", structure="CIE84"))
    assert "600 heures d'insertion réalisées au 1er semestre 2023" in seen
    assert "autant qu'au 1er semestre 2022" in seen


@pytest.mark.parametrize(
    ("address", "hours"),
    [
        ({"periode": "2023"}, "3\u202f600"),
        ({"periode": "2022"}, "1\u202f200"),
        ({"periode": "2023", "structure": "ITV"}, "1\u202f200"),
        ({"periode": "2023", "epci": essai.COVE}, "1\u202f200"),
        ({"periode": "2023-T2", "epci": essai.LMV}, "300"),
        ({"periode": "tout"}, "4\u202f800"),
    ],
)
def test_le_filtre_de_l_adresse_change_le_chiffre(open_page, address, hours):
    assert f"{hours} heures d'insertion réalisées" in text(open_page("accueil", **address))


def test_valeur_inconnue_de_l_adresse_ignoree_avec_un_mot(open_page):
    test = open_page("accueil", periode="1812", epci="<b>x</b>")
    assert len(test.warning) == 2
    assert not any("1812" in one.value or "<b>" in one.value for one in test.warning)


def test_liste_de_choix_change_la_vue_et_remise_a_zero_la_rend(open_page):
    test = open_page("heures", periode="2023")
    test.selectbox(key="filtre_structure").select("ITV").run()
    assert "2023 · ITV · lieu des travaux" in text(test)
    test.button(key="remise_a_zero").click().run()
    assert "tout le Vaucluse" in text(test)


EMPTY = (
    {"periode": "2026"},
    {"periode": "2022-T1", "structure": "MLJGA"},
    {"periode": "2023", "epci": "248400285"},
    {"periode": "2023", "axe": "residence", "bassin": "CLPE84001"},
    {"periode": "2023", "axe": "structure", "epci": essai.COVE},
    {"periode": "2023", "axe": "acheteur"},
    {"periode": "convention"},
    {"periode": "tout"},
)


@pytest.mark.parametrize("address", EMPTY, ids=str)
@pytest.mark.parametrize("page", PAGES)
def test_aucune_vue_ne_casse_une_page(open_page, page, address):
    for view in views_of(page):
        assert PROTECTION in text(open_page(page, **address, **view))


def test_vue_sans_donnees_dite_en_mots(open_page):
    seen = text(open_page("heures", periode="2023", epci="248400285"))
    assert "NaN" not in seen and "None" not in seen


def test_chaque_graphique_a_un_constat_lu_par_la_synthese_vocale(open_page):
    for page in ("heures", "beneficiaires", "sorties"):
        opened = [open_page(page, periode="2023", **view) for view in views_of(page)]
        # Une barre seule se dit en mots, sous son constat.
        assert sum(raw(test).count('class="constat"') for test in opened) >= 5
        for chart in (one for test in opened for one in test.get("plotly_chart")):
            assert len(chart.proto.alt) > 15, page


@pytest.mark.parametrize("page", ("heures", "beneficiaires", "sorties"))
def test_aucun_constat_ne_redit_la_reponse_ni_la_mesure(open_page, page):
    assert_said_once([open_page(page, periode="2023", **view) for view in views_of(page)])


def test_aucun_texte_importe_ne_devient_une_balise(open_page):
    every = [(page, view) for page in PAGES for view in views_of(page)]
    for page, view in every:
        test = open_page(page, periode="2023", **view)
        assert "<img" not in raw(test)
        specs = [json.dumps(json.loads(one.proto.spec)) for one in test.get("plotly_chart")]
        assert not any("<img" in spec or "<a" in spec for spec in specs)


def test_sans_donnees_la_page_dit_ou_les_deposer(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    monkeypatch.setattr("pages.imports.premier_demarrage.ensure_examples", lambda: None)
    seen = text(run_page())
    assert "Aucune donnée reçue" in seen and "page Imports" in seen


def test_exemples_annonces_sur_chaque_page(tmp_path, monkeypatch, store):
    from data.publish import current, read_database

    publish_tables(read_database(current(store)), tmp_path, est_exemple=True)
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    for page in PAGES:
        assert EXAMPLE in text(run_page(page))


SHOWN = [name for name in queries.names() if queries.describe(name).theme in PAGES]


@pytest.mark.parametrize("name", SHOWN)
def test_toute_colonne_a_un_libelle_francais(store, name):
    for column in queries.run(name, store=store).columns:
        assert column in {*LABELS, *queries.labels()}, (
            f"{column} : son libellé manque, à écrire en tête du SQL (-- libelles : {column} = …)"
        )
        assert "_" not in label(column)


@pytest.mark.parametrize("page", PAGES)
def test_une_page_est_une_table_des_matieres(page):
    source = (ROOT / "pages" / page / "page.py").read_text("utf-8")
    assert len(source.splitlines()) <= 60
    assert not [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.BinOp)]


def test_une_figure_porte_le_nom_de_sa_requete():
    """Chercher le nom d'un indicateur montre toute sa vie : SQL, figure, ligne de la page.

    De quelque module que vienne la figure ; une ligne qui nomme sa requête (`query=`) est à part.
    """
    lines = [
        (path.parent.name, name, rest)
        for path in (ROOT / "pages").glob("*/page.py")
        for name, rest in re.findall(
            r"\bshow(?:_phrase)?\(\s*\w+\.(\w+)([^()]*)", path.read_text("utf-8")
        )
    ]
    assert len(lines) > 40
    wrong = [
        f"pages/{page} : {name}"
        for page, name, rest in lines
        if "query=" not in rest and name not in queries.names()
    ]
    assert not wrong, f"aucun queries/<thème>/<nom>.sql ne porte le nom de la figure : {wrong}"
