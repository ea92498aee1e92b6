"""Le classeur d'un territoire : une feuille par indicateur, relue nombre par nombre."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

import queries
from pages.shared.frame.view import HELD
from pages.territoires.classeur import CONTENTS, SHEETS
from pages.territoires.feuille.rows import LONGEST, markets_html, portrait_html
from tests.support import queries_store as essai
from tests.support.page import raw, run_page

KEY = "classeur_prepare"
ADDRESS = {"partie": "emporter", "periode": "2025", "epci": essai.COVE, "structure": "CIE84"}
ASKED = {"periode": "2025", "epci": essai.COVE, "structure": "CIE84"}
# Ce que chaque indicateur ne lit pas aux filtres de la page.
OTHERWISE = {
    "heures_realisees_par_annee": {**ASKED, "periode": "tout"},
    "marches_se_terminant": {**ASKED, "periode": "2025-T4"},
    "pnad_acheteurs": {**ASKED, "axe": "acheteur"},
}


@pytest.fixture(scope="module")
def book(magasin_exemples):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAUSES_STORE", str(magasin_exemples))
        test = run_page("territoires", **ADDRESS)
        assert KEY not in test.session_state[HELD][1]
        test.button(key="preparer_classeur").click().run()
        assert not test.exception
        _, content = test.session_state[HELD][1][KEY]
    return openpyxl.load_workbook(io.BytesIO(content))


def numbers(rows):
    """Les nombres et les dates d'un tableau, triés : ce qu'une feuille ne peut pas changer."""
    kept = [
        cell
        for row in rows
        for cell in row
        if isinstance(cell, int | float | Decimal | date) and not isinstance(cell, bool)
    ]
    texts = [
        cell.strftime("%Y-%m-%d") if isinstance(cell, date) else f"{float(cell):.2f}"
        for cell in kept
    ]
    return sorted(text.replace("-0.00", "0.00") for text in texts)


def table(sheet):
    """Les lignes du tableau d'une feuille, sans l'en-tête ni les notes."""
    rows = []
    for row in sheet.iter_rows(min_row=2, values_only=True):
        if all(cell is None for cell in row):
            break
        rows.append([cell.date() if isinstance(cell, datetime) else cell for cell in row])
    return rows


def notes(sheet):
    pairs = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if len(row) > 1}
    return {name: value for name, value in pairs.items() if isinstance(name, str)}


def test_une_feuille_par_indicateur_le_sommaire_d_abord(book):
    assert book.sheetnames == [CONTENTS, *SHEETS.values()]
    assert len(set(SHEETS.values())) == len(SHEETS)
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_aucune_personne_n_y_figure(book, magasin_exemples):
    people = queries.run("six_mois_a_relancer", magasin_exemples, **ASKED)["numero_participant"]
    assert len(people) and "six_mois_a_relancer" not in SHEETS
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert not cells & set(people)
    assert not cells & {"N° participant", "Personne", "Date de naissance"}


@pytest.mark.parametrize("name", SHEETS)
def test_chaque_nombre_est_celui_de_la_requete(book, magasin_exemples, name):
    frame = queries.run(name, magasin_exemples, **OTHERWISE.get(name, ASKED))
    # Un code que dit un libellé voisin n'est pas repris : ni nombre, ni date.
    hidden = ("tranche", "niveau", "ordre")
    expected = numbers(frame.drop(hidden, strict=False).rows())
    found = numbers(table(book[SHEETS[name]]))
    missing = list(expected)
    for one in found:
        assert one in missing, f"{one} n'est pas dans {name}"
        missing.remove(one)
    # Une colonne cachée l'est en entière : le reste est un multiple du nombre de lignes.
    assert len(table(book[SHEETS[name]])) == frame.height
    assert found or not frame.height


@pytest.mark.parametrize("name", SHEETS)
def test_chaque_feuille_dit_definition_filtres_et_date(book, name):
    told = notes(book[SHEETS[name]])
    described = queries.describe(name)
    assert told["Indicateur"] == described.titre
    assert told["Définition"] == described.definition
    assert told["Protection"] == "Chiffres exacts, ne pas diffuser"
    assert "2026" in told["Date des données"]
    assert "CIE 84 · CoVe" in told["Filtres"]


@pytest.mark.parametrize(
    ("sheet", "period"),
    [
        ("Portrait", "2025"),
        ("Heures par année", "toutes les données"),
        ("Comité technique", "4e trimestre 2025"),
        ("Événements du trimestre", "4e trimestre 2025"),
        ("PNAD des acheteurs", "2025"),
    ],
)
def test_la_periode_de_chaque_feuille_est_la_sienne(book, sheet, period):
    assert notes(book[sheet])["Filtres"].split(" · ")[0] == period


def test_le_sommaire_compte_les_lignes_de_chaque_feuille(book):
    lines = {row[0]: row[2] for row in table(book[CONTENTS])}
    assert list(lines) == list(SHEETS.values())
    assert all(len(table(book[sheet])) == count for sheet, count in lines.items())
    assert "Données d'exemple" in notes(book[CONTENTS])["Attention"]


def test_un_territoire_sans_donnees_a_des_feuilles_vides_qui_le_disent(tmp_path, monkeypatch):
    store = essai.write(tmp_path, heures=[essai.heures("P", "2023-01", 10.0)])
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    test = run_page("territoires", partie="emporter", periode="2023", epci=essai.LMV)
    test.button(key="preparer_classeur").click().run()
    assert not test.exception
    book = openpyxl.load_workbook(io.BytesIO(test.session_state[HELD][1][KEY][1]))
    assert notes(book["Marchés"])["À savoir"] == "Aucune ligne pour ces filtres."
    assert book.sheetnames == [CONTENTS, *SHEETS.values()]


def test_un_classeur_d_autres_filtres_n_est_pas_offert(magasin_exemples, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    test = run_page("territoires", **ADDRESS)
    test.button(key="preparer_classeur").click().run()
    assert len(test.get("download_button")) == 1
    test.selectbox(key="filtre_structure").select("ITV").run()
    assert len(test.get("download_button")) == 0


@pytest.mark.parametrize(
    ("maille", "classes", "heads"),
    [
        ("departement", None, 3),
        ("qpv", None, 3),
        ("epci", 14, 6),
    ],
)
def test_le_portrait_imprime_n_a_que_les_reperes_qui_ont_un_sens(
    magasin_exemples, maille, classes, heads
):
    place = {"qpv": {"qpv": "QN08402M"}, "epci": {"epci": essai.COVE}}.get(maille, {})
    frame = queries.run("portrait", magasin_exemples, periode="2023", **place)
    assert frame["maille"][0] == maille and frame["nombre_classes"][0] == classes
    html = portrait_html(frame)
    assert html.count('scope="col"') == heads
    assert html.count('scope="row"') == frame.height


def test_la_feuille_coupe_un_nom_trop_long_et_garde_les_marches_aux_plus_d_heures(magasin_exemples):
    frame = queries.run("marches_liste", magasin_exemples, periode="2025", epci=essai.COVE)
    html = markets_html(frame)
    assert html.count('scope="row"') == 8
    going = frame.filter("est_en_cours")
    assert f"{going.height - 8}\u00a0autres marchés" in html
    most = max(float(value) for value in going["heures_prevues"] if value is not None)
    assert f"{most:,.0f}".replace(",", "\u202f") in html.split("<tbody>")[1].split("</tr>")[0]
    assert LONGEST < 80


def test_la_feuille_dit_les_memes_chiffres_que_la_requete(magasin_exemples, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    page = raw(run_page("territoires", **ADDRESS))
    sheet = page[page.index('class="feuille"') :]
    frame = queries.run("portrait", magasin_exemples, **ASKED)
    for value in frame.filter(frame["indicateur"] != "taux_sorties_positives")["valeur"]:
        assert f"{value + 1e-9:,.0f}".replace(",", "\u202f") in sheet
    quarter = queries.run("comite_technique", magasin_exemples, **ASKED)
    for row in quarter.rows(named=True):
        assert row["libelle"].replace("'", "&#x27;") in sheet
    assert "page 1 sur 2" in sheet and "page 2 sur 2" in sheet
